package dev.drago.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether a library lays out its parameters as {@link Layouts} says. llama.cpp has no version
 * function, and a wrong layout would corrupt memory silently; but the defaults are distinctive
 * enough that no other layout shows them all in the right places.
 */
final class AbiCheck {

  private static final byte UNTOUCHED = (byte) 0xA5;
  private static final long MARGIN = 256;

  private final List<String> wrong = new ArrayList<>();

  private AbiCheck() {}

  /** Throws {@link LlamaException} when the defaults are not where they should be. */
  static void check(Functions functions) {
    AbiCheck check = new AbiCheck();
    check.modelParams(functions);
    check.contextParams(functions);
    if (!check.wrong.isEmpty()) {
      throw new LlamaException(
          "it is not the expected build b4916: wrong are " + String.join(", ", check.wrong));
    }
  }

  private void modelParams(Functions functions) {
    StructLayout layout = Layouts.MODEL_PARAMS;
    MemorySegment params = defaults("llama_model_params", functions.modelDefaultParams, layout);
    expectNull(params, layout, "devices", "tensor_split", "progress_callback", "kv_overrides");
    expect(params, layout, "split_mode", 1);
    expect(params, layout, "main_gpu", 0);
    expect(params, layout, "vocab_only", false);
    expect(params, layout, "use_mmap", true);
    expect(params, layout, "use_mlock", false);
    expect(params, layout, "check_tensors", false);
  }

  private void contextParams(Functions functions) {
    StructLayout layout = Layouts.CONTEXT_PARAMS;
    MemorySegment params = defaults("llama_context_params", functions.contextDefaultParams, layout);
    expect(params, layout, "n_ctx", 512);
    expect(params, layout, "n_batch", 2048);
    expect(params, layout, "n_ubatch", 512);
    expect(params, layout, "n_seq_max", 1);
    expect(params, layout, "rope_scaling_type", -1);
    expect(params, layout, "pooling_type", -1);
    expect(params, layout, "attention_type", -1);
    expect(params, layout, "rope_freq_base", 0f);
    expect(params, layout, "yarn_ext_factor", -1f);
    expect(params, layout, "yarn_attn_factor", 1f);
    expect(params, layout, "yarn_beta_fast", 32f);
    expect(params, layout, "yarn_beta_slow", 1f);
    expect(params, layout, "yarn_orig_ctx", 0);
    expect(params, layout, "defrag_thold", -1f);
    expectNull(params, layout, "cb_eval", "abort_callback", "abort_callback_data");
    expect(params, layout, "type_k", 1);
    expect(params, layout, "type_v", 1);
    expect(params, layout, "logits_all", false);
    expect(params, layout, "embeddings", false);
    expect(params, layout, "offload_kqv", true);
    expect(params, layout, "flash_attn", false);
    expect(params, layout, "no_perf", true);
  }

  /** A longer structure than ours would be written past its end, so there is a margin to see it. */
  private MemorySegment defaults(String name, MethodHandle function, StructLayout layout) {
    MemorySegment room =
        Arena.ofAuto().allocate(layout.byteSize() + MARGIN, layout.byteAlignment());
    room.fill(UNTOUCHED);
    try {
      MemorySegment unused =
          (MemorySegment) function.invokeExact(SegmentAllocator.prefixAllocator(room));
      if (unused.address() != room.address()) {
        throw new AssertionError("the structure was not returned in place");
      }
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
    for (long i = layout.byteSize(); i < room.byteSize(); i++) {
      if (room.get(JAVA_BYTE, i) != UNTOUCHED) {
        wrong.add("the size of " + name);
        break;
      }
    }
    return room;
  }

  private void expect(MemorySegment params, StructLayout layout, String field, Object expected) {
    long offset = Layouts.offset(layout, field);
    Object actual =
        switch (expected) {
          case Integer _ -> params.get(JAVA_INT, offset);
          case Float _ -> params.get(JAVA_FLOAT, offset);
          default -> params.get(JAVA_BYTE, offset) == 1;
        };
    if (!actual.equals(expected)) {
      wrong.add("%s (%s)".formatted(field, actual));
    }
  }

  private void expectNull(MemorySegment params, StructLayout layout, String... fields) {
    for (String field : fields) {
      if (params.get(ADDRESS, Layouts.offset(layout, field)).address() != 0) {
        wrong.add(field);
      }
    }
  }
}
