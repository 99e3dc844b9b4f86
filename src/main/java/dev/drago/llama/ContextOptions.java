package dev.drago.llama;

/**
 * The shape of a {@link LlamaContext}.
 *
 * @param contextTokens cells of the cache, shared by all sequences (rounded up by llama.cpp to 32,
 *     or to 256 with flash attention)
 * @param batchTokens the most tokens of one {@link Batch}
 * @param microBatchTokens how many of them are computed at once, in that many contiguous free
 *     cells; only the last so many tokens of a batch can have results
 * @param sequences how many sequence ids there are: 0 to {@code sequences - 1}
 * @param threads threads of one decode; all contexts together should not have more than there are
 *     cores
 * @param embeddings whether a decode gives vectors instead of logits
 * @param pooling how the vectors of a sequence become one; {@link Pooling#NONE} without embeddings
 * @param flashAttention whether attention is computed in one fused step
 */
public record ContextOptions(
    int contextTokens,
    int batchTokens,
    int microBatchTokens,
    int sequences,
    int threads,
    boolean embeddings,
    Pooling pooling,
    boolean flashAttention) {

  public static final int MAX_CONTEXT = 1 << 20;
  public static final int MAX_SEQUENCES = 1 << 12;
  public static final int MAX_THREADS = 512;

  public ContextOptions {
    requireRange("contextTokens", contextTokens, 1, MAX_CONTEXT);
    requireRange("batchTokens", batchTokens, 1, contextTokens);
    requireRange("microBatchTokens", microBatchTokens, 1, batchTokens);
    requireRange("sequences", sequences, 1, MAX_SEQUENCES);
    requireRange("threads", threads, 1, MAX_THREADS);
    if (!embeddings && pooling != Pooling.NONE) {
      throw new IllegalArgumentException("pooling " + pooling + " needs embeddings");
    }
    if (pooling != Pooling.NONE && microBatchTokens < batchTokens) {
      throw new IllegalArgumentException(
          "a pooled sequence must be computed at once: microBatchTokens %d is less than batchTokens %d"
              .formatted(microBatchTokens, batchTokens));
    }
  }

  /** A context for logits whose batches can fill it: one micro-batch of up to 512 tokens. */
  public static ContextOptions logits(int contextTokens, int sequences, int threads) {
    return new ContextOptions(
        contextTokens,
        contextTokens,
        Math.min(contextTokens, 512),
        sequences,
        threads,
        false,
        Pooling.NONE,
        false);
  }

  /** A context for one vector a sequence, all of a batch computed at once. */
  public static ContextOptions embeddings(
      int contextTokens, int sequences, int threads, Pooling pooling) {
    return new ContextOptions(
        contextTokens, contextTokens, contextTokens, sequences, threads, true, pooling, false);
  }

  public ContextOptions withBatch(int batch, int microBatch) {
    return new ContextOptions(
        contextTokens, batch, microBatch, sequences, threads, embeddings, pooling, flashAttention);
  }

  public ContextOptions withFlashAttention(boolean flash) {
    return new ContextOptions(
        contextTokens,
        batchTokens,
        microBatchTokens,
        sequences,
        threads,
        embeddings,
        pooling,
        flash);
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, not %d".formatted(name, least, most, value));
    }
  }
}
