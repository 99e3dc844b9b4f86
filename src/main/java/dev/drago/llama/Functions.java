package dev.drago.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Handles on the C functions of one loaded library, named as there without {@code llama_} (those of
 * devices are ggml's). All are looked up at once, so that a library that lacks one is refused
 * before it is used.
 */
@SuppressWarnings("restricted")
final class Functions {

  private final SymbolLookup symbols;
  private final List<String> missing = new ArrayList<>();

  final MethodHandle backendInit = nothing("backend_init");
  final MethodHandle logSet = nothing("log_set", ADDRESS, ADDRESS);
  final MethodHandle printSystemInfo = value("print_system_info", ADDRESS);
  final MethodHandle supportsGpuOffload = value("supports_gpu_offload", JAVA_BOOLEAN);

  final MethodHandle modelDefaultParams = value("model_default_params", Layouts.MODEL_PARAMS);
  final MethodHandle contextDefaultParams = value("context_default_params", Layouts.CONTEXT_PARAMS);
  final MethodHandle modelLoadFromFile =
      value("model_load_from_file", ADDRESS, ADDRESS, Layouts.MODEL_PARAMS);
  final MethodHandle modelFree = nothing("model_free", ADDRESS);
  final MethodHandle modelGetVocab = value("model_get_vocab", ADDRESS, ADDRESS);
  final MethodHandle modelNEmbd = value("model_n_embd", JAVA_INT, ADDRESS);
  final MethodHandle modelNLayer = value("model_n_layer", JAVA_INT, ADDRESS);
  final MethodHandle modelNCtxTrain = value("model_n_ctx_train", JAVA_INT, ADDRESS);

  final MethodHandle vocabNTokens = value("vocab_n_tokens", JAVA_INT, ADDRESS);
  final MethodHandle vocabIsEog = value("vocab_is_eog", JAVA_BOOLEAN, ADDRESS, JAVA_INT);
  final MethodHandle vocabBos = value("vocab_bos", JAVA_INT, ADDRESS);
  final MethodHandle vocabEos = value("vocab_eos", JAVA_INT, ADDRESS);
  final MethodHandle tokenize =
      value(
          "tokenize",
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          JAVA_BOOLEAN,
          JAVA_BOOLEAN);
  final MethodHandle tokenToPiece =
      value(
          "token_to_piece", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_BOOLEAN);

  final MethodHandle chatApplyTemplate =
      value(
          "chat_apply_template",
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          JAVA_LONG,
          JAVA_BOOLEAN,
          ADDRESS,
          JAVA_INT);

  final MethodHandle initFromModel =
      value("init_from_model", ADDRESS, ADDRESS, Layouts.CONTEXT_PARAMS);
  final MethodHandle free = nothing("free", ADDRESS);
  final MethodHandle nCtx = value("n_ctx", JAVA_INT, ADDRESS);
  final MethodHandle decode = value("decode", JAVA_INT, ADDRESS, Layouts.BATCH);
  final MethodHandle getLogitsIth = value("get_logits_ith", ADDRESS, ADDRESS, JAVA_INT);
  final MethodHandle getEmbeddingsIth = value("get_embeddings_ith", ADDRESS, ADDRESS, JAVA_INT);
  final MethodHandle getEmbeddingsSeq = value("get_embeddings_seq", ADDRESS, ADDRESS, JAVA_INT);
  final MethodHandle setAbortCallback = nothing("set_abort_callback", ADDRESS, ADDRESS, ADDRESS);
  final MethodHandle kvSeqRm =
      value("kv_self_seq_rm", JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
  final MethodHandle kvSeqCp =
      nothing("kv_self_seq_cp", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  final MethodHandle kvDefrag = nothing("kv_self_defrag", ADDRESS);
  final MethodHandle kvUpdate = nothing("kv_self_update", ADDRESS);
  final MethodHandle kvUsedCells = value("kv_self_used_cells", JAVA_INT, ADDRESS);
  final MethodHandle kvCacheViewInit =
      value("kv_cache_view_init", Layouts.CACHE_VIEW, ADDRESS, JAVA_INT);
  final MethodHandle kvCacheViewUpdate = nothing("kv_cache_view_update", ADDRESS, ADDRESS);
  final MethodHandle kvCacheViewFree = nothing("kv_cache_view_free", ADDRESS);
  final MethodHandle stateSeqGetSize = value("state_seq_get_size", JAVA_LONG, ADDRESS, JAVA_INT);
  final MethodHandle stateSeqGetData =
      value("state_seq_get_data", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
  final MethodHandle stateSeqSetData =
      value("state_seq_set_data", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);

  final MethodHandle samplerChainInit =
      value("sampler_chain_init", ADDRESS, Layouts.SAMPLER_CHAIN_PARAMS);
  final MethodHandle samplerChainAdd = nothing("sampler_chain_add", ADDRESS, ADDRESS);
  final MethodHandle samplerInitGreedy = value("sampler_init_greedy", ADDRESS);
  final MethodHandle samplerInitDist = value("sampler_init_dist", ADDRESS, JAVA_INT);
  final MethodHandle samplerInitTemp = value("sampler_init_temp", ADDRESS, JAVA_FLOAT);
  final MethodHandle samplerInitTopK = value("sampler_init_top_k", ADDRESS, JAVA_INT);
  final MethodHandle samplerInitTopP = value("sampler_init_top_p", ADDRESS, JAVA_FLOAT, JAVA_LONG);
  final MethodHandle samplerInitMinP = value("sampler_init_min_p", ADDRESS, JAVA_FLOAT, JAVA_LONG);
  final MethodHandle samplerInitPenalties =
      value("sampler_init_penalties", ADDRESS, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT, JAVA_FLOAT);
  final MethodHandle samplerSample = value("sampler_sample", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  final MethodHandle samplerApply = nothing("sampler_apply", ADDRESS, ADDRESS);
  final MethodHandle samplerAccept = nothing("sampler_accept", ADDRESS, JAVA_INT);
  final MethodHandle samplerReset = nothing("sampler_reset", ADDRESS);
  final MethodHandle samplerFree = nothing("sampler_free", ADDRESS);

  final MethodHandle deviceCount = of("ggml_backend_dev_count", JAVA_LONG);
  final MethodHandle deviceGet = of("ggml_backend_dev_get", ADDRESS, JAVA_LONG);
  final MethodHandle deviceType = of("ggml_backend_dev_type", JAVA_INT, ADDRESS);
  final MethodHandle deviceName = of("ggml_backend_dev_name", ADDRESS, ADDRESS);
  final MethodHandle deviceDescription = of("ggml_backend_dev_description", ADDRESS, ADDRESS);
  final MethodHandle deviceMemory =
      handle("ggml_backend_dev_memory", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));

  /** Throws {@link LlamaException} naming what the library lacks. */
  Functions(SymbolLookup symbols) {
    this.symbols = symbols; // Before super(): the initialisers above need it.
    super();
    if (!missing.isEmpty()) {
      throw new LlamaException("it lacks the functions " + String.join(", ", missing));
    }
  }

  private MethodHandle nothing(String name, MemoryLayout... arguments) {
    return handle("llama_" + name, FunctionDescriptor.ofVoid(arguments));
  }

  private MethodHandle value(String name, MemoryLayout result, MemoryLayout... arguments) {
    return of("llama_" + name, result, arguments);
  }

  private MethodHandle of(String symbol, MemoryLayout result, MemoryLayout... arguments) {
    return handle(symbol, FunctionDescriptor.of(result, arguments));
  }

  private MethodHandle handle(String symbol, FunctionDescriptor descriptor) {
    Optional<MemorySegment> address = symbols.find(symbol);
    if (address.isEmpty()) {
      missing.add(symbol);
      return MethodHandles.empty(descriptor.toMethodType());
    }
    return Linker.nativeLinker().downcallHandle(address.get(), descriptor);
  }

  /** What to throw for what a handle threw: itself, if the compiler lets it pass. */
  static RuntimeException failure(Throwable thrown) {
    switch (thrown) {
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new LlamaException("the call of a native function failed", thrown);
    }
  }
}
