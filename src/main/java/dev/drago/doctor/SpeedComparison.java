package dev.drago.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * Two libraries, or two placements, side by side: rounds in turn in one process, so that what else
 * the machine does meets both.
 *
 * @param first its rounds
 * @param second its rounds, each beside that of {@code first} with the same number
 * @param largestDifference between their logits after the prompt; 0 for a model without logits
 * @param sameChoice whether both find the same token the likeliest
 */
public record SpeedComparison(
    List<Speed> first, List<Speed> second, double largestDifference, boolean sameChoice) {

  /** Ratios of the second to the first: the median round, the lowest, the highest. */
  public record Ratio(double median, double lowest, double highest) {}

  /**
   * Measures both, each as often.
   *
   * @param progress gets the number of rounds done
   */
  public static SpeedComparison measure(
      SpeedTest first, SpeedTest second, int rounds, IntConsumer progress)
      throws InterruptedException {
    first.round(); // pages in the weights
    second.round();
    List<Speed> ofFirst = new ArrayList<>();
    List<Speed> ofSecond = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      // Which one goes first alternates too: a processor slows down as it warms up.
      if (round % 2 == 0) {
        ofFirst.add(first.round());
        ofSecond.add(second.round());
      } else {
        ofSecond.add(second.round());
        ofFirst.add(first.round());
      }
      progress.accept(round + 1);
    }
    float[] expected = first.logits();
    float[] found = second.logits();
    return new SpeedComparison(
        ofFirst,
        ofSecond,
        largestDifference(expected, found),
        likeliest(expected) == likeliest(found));
  }

  public Ratio prefill() {
    return ratio(Speed::prefill);
  }

  /** Not a number for a model that only reads. */
  public Ratio decode() {
    return ratio(speed -> speed.decode().orElse(Double.NaN));
  }

  private Ratio ratio(ToDoubleFunction<Speed> of) {
    double[] ratios = new double[first.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = of.applyAsDouble(second.get(i)) / of.applyAsDouble(first.get(i));
    }
    DoubleSummaryStatistics range = Arrays.stream(ratios).summaryStatistics();
    return new Ratio(Speed.median(ratios), range.getMin(), range.getMax());
  }

  private static double largestDifference(float[] expected, float[] found) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - found[i]));
    }
    return largest;
  }

  private static int likeliest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }
}
