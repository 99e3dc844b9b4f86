package dev.drago.recommend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): picks one item after the other
 * by (1 − d) · relevance − d · likeness to the nearest item already picked.
 *
 * <p>Relevance is scaled to 0..1 over the candidates, and so is likeness: cosines of one embedder
 * lie in a narrow band, where the plain difference would decide nothing.
 */
final class Diversity {

  /** Cosines nearer than this are alike: what is left between them is rounding. */
  private static final double LEAST_BAND = 1e-3;

  private Diversity() {}

  /**
   * @param candidates ordinals, best first
   * @param relevance their scores, descending
   * @param vector the unit vector of an ordinal; one without is like nothing
   * @param diversity 0 keeps the order, 1 looks at likeness alone
   */
  static List<Integer> pick(
      int[] candidates,
      float[] relevance,
      IntFunction<Optional<float[]>> vector,
      double diversity,
      int count) {
    int n = candidates.length;
    float[][] vectors = new float[n][];
    for (int i = 0; i < n; i++) {
      vectors[i] = vector.apply(candidates[i]).orElse(new float[0]);
    }
    double low = n == 0 ? 0 : relevance[n - 1];
    double span = n == 0 ? 1 : Math.max(1e-9, relevance[0] - low);
    double[] nearest = new double[n];
    Arrays.fill(nearest, Double.NEGATIVE_INFINITY);
    double[] band = band(vectors);
    boolean[] picked = new boolean[n];
    List<Integer> order = new ArrayList<>(count);
    while (order.size() < Math.min(count, n)) {
      int best = -1;
      double bestGain = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        if (picked[i]) {
          continue;
        }
        double likeness =
            nearest[i] == Double.NEGATIVE_INFINITY ? 0 : (nearest[i] - band[0]) / band[1];
        double gain = (1 - diversity) * (relevance[i] - low) / span - diversity * likeness;
        if (gain > bestGain) {
          bestGain = gain;
          best = i;
        }
      }
      picked[best] = true;
      order.add(candidates[best]);
      for (int i = 0; i < n; i++) {
        if (!picked[i] && vectors[i].length > 0 && vectors[best].length > 0) {
          nearest[i] = Math.max(nearest[i], dot(vectors[i], vectors[best]));
        }
      }
    }
    return order;
  }

  /** The lowest cosine with the best candidate that has a vector, and the distance to 1. */
  private static double[] band(float[][] vectors) {
    int best = 0;
    while (best < vectors.length && vectors[best].length == 0) {
      best++;
    }
    double low = 1;
    for (int i = best + 1; i < vectors.length; i++) {
      if (vectors[i].length > 0) {
        low = Math.min(low, dot(vectors[i], vectors[best]));
      }
    }
    return new double[] {low, Math.max(LEAST_BAND, 1 - low)};
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
