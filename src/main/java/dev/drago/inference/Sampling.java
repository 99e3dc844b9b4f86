package dev.drago.inference;

import dev.drago.llama.SamplerOptions;

/**
 * How the next token is chosen. At temperature 0 the likeliest is taken.
 *
 * @param temperature 0 to 100
 * @param topK keep the k likeliest; 0 keeps all
 * @param topP keep the likeliest that together have this probability; 1 keeps all
 * @param minP keep what has at least this share of the likeliest's probability; 0 keeps all
 * @param repeatPenalty divides the logits of the last 64 tokens; 1 is none
 * @param seed same seed, same choices
 */
public record Sampling(
    float temperature, int topK, float topP, float minP, float repeatPenalty, int seed) {

  private static final int REPEAT_WINDOW = 64;

  /** The likeliest token, always. */
  public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 1, 0);

  /** What Qwen 2.5's own generation settings say, with a fixed seed. */
  public static final Sampling CHAT = new Sampling(0.7f, 20, 0.8f, 0, 1.1f, 0);

  public Sampling {
    // The binding checks the ranges, so that there is one sentence for each.
    new SamplerOptions(temperature, topK, topP, minP, repeatPenalty, REPEAT_WINDOW, seed);
  }

  SamplerOptions options() {
    return new SamplerOptions(temperature, topK, topP, minP, repeatPenalty, REPEAT_WINDOW, seed);
  }
}
