package dev.drago.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * How fast a model computes, in tokens a second.
 *
 * @param prefill reading a prompt
 * @param decode writing one token after the other; of models that write
 */
public record Speed(double prefill, OptionalDouble decode) {

  /** The median of each, of one round at least. */
  public static Speed median(List<Speed> rounds) {
    double decode = median(rounds, speed -> speed.decode().orElse(Double.NaN));
    return new Speed(
        median(rounds, Speed::prefill),
        Double.isNaN(decode) ? OptionalDouble.empty() : OptionalDouble.of(decode));
  }

  private static double median(List<Speed> rounds, ToDoubleFunction<Speed> of) {
    return median(rounds.stream().mapToDouble(of).toArray());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
