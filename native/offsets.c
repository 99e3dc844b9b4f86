/*
 * Prints how a header of llama.cpp lays out the structures that cross the border to Java by value (the
 * size of each, offset and size of each field) and the numbers behind the names that Java uses. The build compares this with
 * src/test/resources/dev/drago/llama/layouts.json, and LayoutsTest compares Java with the same file.
 */
#include <stddef.h>
#include <stdio.h>

#include "llama.h"

#define SIZE(type) printf("  \"%s\": %zu,\n", #type, sizeof(struct type))
#define FIELD(type, field)                                                                 \
    printf("  \"%s.%s\": [%zu, %zu],\n", #type, #field, offsetof(struct type, field), \
           sizeof(((struct type *) 0)->field))
#define CONSTANT(name) printf("  \"%s\": %d,\n", #name, (int) name)

static void model_params(void) {
    SIZE(llama_model_params);
    FIELD(llama_model_params, devices);
    FIELD(llama_model_params, n_gpu_layers);
    FIELD(llama_model_params, split_mode);
    FIELD(llama_model_params, main_gpu);
    FIELD(llama_model_params, tensor_split);
    FIELD(llama_model_params, progress_callback);
    FIELD(llama_model_params, progress_callback_user_data);
    FIELD(llama_model_params, kv_overrides);
    FIELD(llama_model_params, vocab_only);
    FIELD(llama_model_params, use_mmap);
    FIELD(llama_model_params, use_mlock);
    FIELD(llama_model_params, check_tensors);
}

static void context_params(void) {
    SIZE(llama_context_params);
    FIELD(llama_context_params, n_ctx);
    FIELD(llama_context_params, n_batch);
    FIELD(llama_context_params, n_ubatch);
    FIELD(llama_context_params, n_seq_max);
    FIELD(llama_context_params, n_threads);
    FIELD(llama_context_params, n_threads_batch);
    FIELD(llama_context_params, rope_scaling_type);
    FIELD(llama_context_params, pooling_type);
    FIELD(llama_context_params, attention_type);
    FIELD(llama_context_params, rope_freq_base);
    FIELD(llama_context_params, rope_freq_scale);
    FIELD(llama_context_params, yarn_ext_factor);
    FIELD(llama_context_params, yarn_attn_factor);
    FIELD(llama_context_params, yarn_beta_fast);
    FIELD(llama_context_params, yarn_beta_slow);
    FIELD(llama_context_params, yarn_orig_ctx);
    FIELD(llama_context_params, defrag_thold);
    FIELD(llama_context_params, cb_eval);
    FIELD(llama_context_params, cb_eval_user_data);
    FIELD(llama_context_params, type_k);
    FIELD(llama_context_params, type_v);
    FIELD(llama_context_params, logits_all);
    FIELD(llama_context_params, embeddings);
    FIELD(llama_context_params, offload_kqv);
    FIELD(llama_context_params, flash_attn);
    FIELD(llama_context_params, no_perf);
    FIELD(llama_context_params, abort_callback);
    FIELD(llama_context_params, abort_callback_data);
}

static void batches(void) {
    SIZE(llama_batch);
    FIELD(llama_batch, n_tokens);
    FIELD(llama_batch, token);
    FIELD(llama_batch, embd);
    FIELD(llama_batch, pos);
    FIELD(llama_batch, n_seq_id);
    FIELD(llama_batch, seq_id);
    FIELD(llama_batch, logits);
    SIZE(llama_kv_cache_view);
    FIELD(llama_kv_cache_view, n_cells);
    FIELD(llama_kv_cache_view, n_seq_max);
    FIELD(llama_kv_cache_view, token_count);
    FIELD(llama_kv_cache_view, used_cells);
    FIELD(llama_kv_cache_view, max_contiguous);
    FIELD(llama_kv_cache_view, max_contiguous_idx);
    FIELD(llama_kv_cache_view, cells);
    FIELD(llama_kv_cache_view, cells_sequences);
}

static void sampling(void) {
    SIZE(llama_chat_message);
    FIELD(llama_chat_message, role);
    FIELD(llama_chat_message, content);
    SIZE(llama_sampler_chain_params);
    FIELD(llama_sampler_chain_params, no_perf);
    SIZE(llama_token_data);
    FIELD(llama_token_data, id);
    FIELD(llama_token_data, logit);
    FIELD(llama_token_data, p);
    SIZE(llama_token_data_array);
    FIELD(llama_token_data_array, data);
    FIELD(llama_token_data_array, size);
    FIELD(llama_token_data_array, selected);
    FIELD(llama_token_data_array, sorted);
}

/* Not used from Java: for scripts that quantize through this library. */
static void quantization(void) {
    SIZE(llama_model_quantize_params);
    FIELD(llama_model_quantize_params, nthread);
    FIELD(llama_model_quantize_params, ftype);
    FIELD(llama_model_quantize_params, output_tensor_type);
    FIELD(llama_model_quantize_params, token_embedding_type);
    FIELD(llama_model_quantize_params, allow_requantize);
    FIELD(llama_model_quantize_params, quantize_output_tensor);
    FIELD(llama_model_quantize_params, only_copy);
    FIELD(llama_model_quantize_params, pure);
    FIELD(llama_model_quantize_params, keep_split);
    FIELD(llama_model_quantize_params, imatrix);
    FIELD(llama_model_quantize_params, kv_overrides);
}

static void constants(void) {
    CONSTANT(LLAMA_POOLING_TYPE_NONE);
    CONSTANT(LLAMA_POOLING_TYPE_MEAN);
    CONSTANT(LLAMA_POOLING_TYPE_CLS);
    CONSTANT(LLAMA_POOLING_TYPE_LAST);
    CONSTANT(GGML_TYPE_F32);
    CONSTANT(GGML_TYPE_F16);
    CONSTANT(GGML_TYPE_Q4_0);
    CONSTANT(GGML_TYPE_Q4_1);
    CONSTANT(GGML_TYPE_Q5_0);
    CONSTANT(GGML_TYPE_Q5_1);
    CONSTANT(GGML_TYPE_Q8_0);
    CONSTANT(GGML_TYPE_Q2_K);
    CONSTANT(GGML_TYPE_Q3_K);
    CONSTANT(GGML_TYPE_Q4_K);
    CONSTANT(GGML_TYPE_Q5_K);
    CONSTANT(GGML_TYPE_Q6_K);
    CONSTANT(GGML_TYPE_IQ4_NL);
    CONSTANT(GGML_TYPE_IQ4_XS);
    CONSTANT(GGML_TYPE_BF16);
    CONSTANT(GGML_BACKEND_DEVICE_TYPE_GPU);
}

/* Functions that came or went within weeks of b4916; naming them is enough for a compiler to miss them. */
enum {
    HAS_SEQUENCE_REMOVAL = sizeof(&llama_kv_self_seq_rm),
    HAS_SEQUENCE_COPY = sizeof(&llama_kv_self_seq_cp),
    HAS_CACHE_VIEW = sizeof(&llama_kv_cache_view_init),
};

int main(void) {
    printf("{\n");
    model_params();
    context_params();
    batches();
    sampling();
    quantization();
    constants();
    printf("  \"pointer\": %zu\n}\n", sizeof(void *));
    return 0;
}
