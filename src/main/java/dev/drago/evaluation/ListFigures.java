package dev.drago.evaluation;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What the first ten of a ranker are like, right or wrong. A figure is absent where there is
 * nothing to compute it from.
 *
 * @param coverage the share of the candidates that some user had among their ten
 * @param gini how unequally the candidates are shown: 0 when all are shown equally often, towards 1
 *     when one takes all
 * @param novelty mean over users of the mean self-information of their ten in bits: −log2 of the
 *     share of training users who took the item (Castells, Hurley and Vargas, <i>Novelty and
 *     Diversity in Recommender Systems</i>, 2015). An item that none took counts as taken by one:
 *     of infinity there is no mean
 * @param diversity mean over users of the mean of 1 − cosine over all pairs of their ten
 */
public record ListFigures(
    OptionalDouble coverage,
    OptionalDouble gini,
    OptionalDouble novelty,
    OptionalDouble diversity) {

  /**
   * The Gini index of how often things were shown, those never shown included: Σ (2i − n − 1) x_i /
   * (n Σ x), x ascending, i from 1. Absent when nothing was shown.
   */
  static OptionalDouble gini(int[] shown) {
    int[] ascending = shown.clone();
    Arrays.sort(ascending);
    int n = ascending.length;
    double weighted = 0;
    double total = 0;
    for (int i = 0; i < n; i++) {
      weighted += (2.0 * (i + 1) - n - 1) * ascending[i];
      total += ascending[i];
    }
    return total == 0 ? OptionalDouble.empty() : OptionalDouble.of(weighted / (n * total));
  }

  /** The mean self-information of one list in bits. */
  static OptionalDouble novelty(int[] list, ItemFacts facts) {
    if (facts.users() == 0) {
      return OptionalDouble.empty();
    }
    return Arrays.stream(list)
        .mapToDouble(item -> Math.log((double) facts.users() / Math.max(1, facts.takers()[item])))
        .map(nats -> nats / Math.log(2))
        .average();
  }

  /** The mean distance in meaning of the pairs of one list; items without a vector count out. */
  static OptionalDouble diversity(int[] list, ItemFacts facts) {
    float[][] vectors =
        Arrays.stream(list)
            .mapToObj(facts.vectors())
            .flatMap(java.util.Optional::stream)
            .toArray(float[][]::new);
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += 1 - dot(vectors[i], vectors[j]);
        pairs++;
      }
    }
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / pairs);
  }

  private static double dot(float[] a, float[] b) {
    double dot = 0;
    for (int d = 0; d < a.length; d++) {
      dot += a[d] * b[d];
    }
    return dot;
  }
}
