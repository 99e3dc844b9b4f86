package dev.drago.evaluation;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Where an item stands in a full ranking.
 *
 * <p>Ranks start at 1 and ties share the middle of the places they take: a ranker that scores
 * everything alike gets the expectation of a random order, not the luck of the ordinals. NaN, a
 * ranker's "no opinion", stands below every number, also below negative infinity; items without an
 * opinion tie among themselves. An ordinal beyond the end of the row has no opinion.
 */
public final class Ranks {

  private Ranks() {}

  /**
   * The rank of {@code target} among the {@code allowed} ordinals, a whole number or a half.
   *
   * @throws IllegalArgumentException when the target is not allowed: it has no rank
   */
  public static double rank(float[] scores, BitSet allowed, int target) {
    if (!allowed.get(target)) {
      throw new IllegalArgumentException(
          "the target %d is not among the %d allowed items"
              .formatted(target, allowed.cardinality()));
    }
    float own = target < scores.length ? scores[target] : Float.NaN;
    int better = 0;
    int alike = 0;
    int opinions = 0;
    int end = scores.length;
    for (int o = allowed.nextSetBit(0); o >= 0 && o < end; o = allowed.nextSetBit(o + 1)) {
      float score = scores[o];
      better += score > own ? 1 : 0;
      alike += score == own ? 1 : 0;
      opinions += Float.isNaN(score) ? 0 : 1;
    }
    if (Float.isNaN(own)) {
      better = opinions;
      alike = allowed.cardinality() - opinions;
    }
    return 1 + better + (alike - 1) / 2.0;
  }

  /**
   * The {@code k} best allowed ordinals, best first, fewer where there are fewer opinions: what a
   * ranker has no opinion of, it does not recommend. Ties go to the lower ordinal.
   */
  public static int[] top(float[] scores, BitSet allowed, int k) {
    int[] best = new int[k];
    int found = 0;
    int end = scores.length;
    for (int o = allowed.nextSetBit(0); o >= 0 && o < end; o = allowed.nextSetBit(o + 1)) {
      float score = scores[o];
      if (Float.isNaN(score) || (found == k && (k == 0 || score <= scores[best[k - 1]]))) {
        continue;
      }
      int place = found < k ? found++ : k - 1;
      while (place > 0 && scores[best[place - 1]] < score) {
        best[place] = best[place - 1];
        place--;
      }
      best[place] = o;
    }
    return Arrays.copyOf(best, found);
  }
}
