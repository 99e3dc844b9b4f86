package dev.drago.llama;

/**
 * How the next token is chosen. At temperature 0 the likeliest is taken and only the penalty
 * matters.
 *
 * @param temperature 0 to 100
 * @param topK keep the k likeliest; 0 keeps all
 * @param topP keep the likeliest that together have this probability; 1 keeps all
 * @param minP keep what has at least this share of the likeliest's probability; 0 keeps all
 * @param repeatPenalty divides the logits of tokens accepted lately; 1 is none
 * @param repeatWindow how many tokens back the penalty looks
 * @param seed same seed, same choices
 */
public record SamplerOptions(
    float temperature,
    int topK,
    float topP,
    float minP,
    float repeatPenalty,
    int repeatWindow,
    int seed) {

  public static final SamplerOptions GREEDY = new SamplerOptions(0, 0, 1, 0, 1, 0, 0);

  public SamplerOptions {
    requireRange("temperature", temperature, 0, 100);
    requireRange("topK", topK, 0, Integer.MAX_VALUE);
    requireRange("topP", topP, Float.MIN_NORMAL, 1);
    requireRange("minP", minP, 0, 1);
    requireRange("repeatPenalty", repeatPenalty, 0.01, 100);
    requireRange("repeatWindow", repeatWindow, 0, 1 << 16);
  }

  private static void requireRange(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be %s to %s, not %s".formatted(name, least, most, value));
    }
  }
}
