package dev.drago.llama;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.management.ManagementFactory;

/** {@link ContextOptions} as llama.cpp takes them, once they are known to suit the model. */
final class ContextParams {

  private ContextParams() {}

  /** Refuses what ends the process while the context is made, or later in it. */
  static void requireFit(LlamaModel model, ContextOptions options) {
    if (Thread.currentThread().isVirtual()) {
      throw new WrongThreadException("a context needs a platform thread: it stays on one");
    }
    if (model.isEncoder()) {
      if (!options.embeddings()) {
        throw new IllegalArgumentException("an encoder has no logits: ask for embeddings");
      }
      if (options.microBatchTokens() < options.batchTokens()) {
        throw new IllegalArgumentException(
            "an encoder computes a batch at once: microBatchTokens %d is less than batchTokens %d"
                .formatted(options.microBatchTokens(), options.batchTokens()));
      }
    } else if (options.pooling() == Pooling.MEAN || options.pooling() == Pooling.CLS) {
      throw new IllegalArgumentException(
          "%s pooling needs an encoder; a decoder has LAST".formatted(options.pooling()));
    }
    requireMemory(model, options);
  }

  private static void requireMemory(LlamaModel model, ContextOptions options) {
    if (model.options().gpuLayers() == 0
        && ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      long needed = model.cacheBytesPerToken() * options.contextTokens();
      requireMemory(options.contextTokens(), needed, system.getTotalMemorySize());
    }
  }

  /** The kernel would grant too much memory and later kill the process when it is touched. */
  static void requireMemory(int tokens, long needed, long present) {
    if (needed > present) {
      throw new LlamaException(
          "a context of %d tokens takes %d MB, more than the %d MB of this machine"
              .formatted(tokens, needed >> 20, present >> 20));
    }
  }

  static MemorySegment of(Functions functions, ContextOptions options, Arena arena)
      throws Throwable {
    StructLayout layout = Layouts.CONTEXT_PARAMS;
    MemorySegment params =
        (MemorySegment) functions.contextDefaultParams.invokeExact((SegmentAllocator) arena);
    params.set(JAVA_INT, Layouts.offset(layout, "n_ctx"), options.contextTokens());
    params.set(JAVA_INT, Layouts.offset(layout, "n_batch"), options.batchTokens());
    params.set(JAVA_INT, Layouts.offset(layout, "n_ubatch"), options.microBatchTokens());
    params.set(JAVA_INT, Layouts.offset(layout, "n_seq_max"), options.sequences());
    params.set(JAVA_INT, Layouts.offset(layout, "n_threads"), options.threads());
    params.set(JAVA_INT, Layouts.offset(layout, "n_threads_batch"), options.threads());
    params.set(JAVA_INT, Layouts.offset(layout, "pooling_type"), options.pooling().code);
    params.set(JAVA_BOOLEAN, Layouts.offset(layout, "embeddings"), options.embeddings());
    params.set(JAVA_BOOLEAN, Layouts.offset(layout, "flash_attn"), options.flashAttention());
    return params;
  }
}
