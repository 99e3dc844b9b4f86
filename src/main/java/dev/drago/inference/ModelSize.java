package dev.drago.inference;

/**
 * How a model is spread over threads.
 *
 * <p>A small model gains nothing from several threads in one decode, and loses from several users
 * in one: it runs as one single-threaded context a core. A large one is bound by reading its
 * weights, which a batch of users shares: one context with all cores. Both measured, see
 * PERFORMANCE.md.
 *
 * @param contexts how many contexts, each with a thread of its own
 * @param threads how many threads llama.cpp uses in each
 * @param users how many users share one decode
 */
public record ModelSize(int contexts, int threads, int users) {

  /** A model whose weights fit the caches of a core rather than the memory bus. */
  private static final long SMALL_BYTES = 100L << 20;

  private static final int USERS_OF_A_LARGE_MODEL = 8;

  public ModelSize {
    if (contexts < 1 || threads < 1 || users < 1) {
      throw new IllegalArgumentException(
          "contexts %d, threads %d, users %d: each must be at least 1"
              .formatted(contexts, threads, users));
    }
  }

  /** The shape for a model file of {@code bytes} on {@code cores} cores. */
  public static ModelSize of(long bytes, int cores) {
    return bytes < SMALL_BYTES
        ? new ModelSize(cores, 1, 1)
        : new ModelSize(1, cores, USERS_OF_A_LARGE_MODEL);
  }
}
