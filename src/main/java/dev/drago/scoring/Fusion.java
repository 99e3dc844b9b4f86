package dev.drago.scoring;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Several rows of scores made one.
 *
 * <p>Scorers speak on scales of their own, so each row is standardised over the items that may be
 * recommended (mean 0, deviation 1) before the weighted sum. Where one scorer has no opinion of an
 * item that another has, it contributes 0, its mean: an item that is new competes with what is
 * known of it, and is neither buried nor lifted by what is not. An item of which none has an
 * opinion scores NaN.
 *
 * @param scores by ordinal; NaN where there is no opinion or the item is not allowed
 * @param shares what each scorer contributed, by name and ordinal; they add up to the score
 */
public record Fusion(float[] scores, Map<String, float[]> shares) {

  /**
   * Standardises, weighs and adds.
   *
   * @param rows by scorer name; NaN is no opinion
   * @param weights by scorer name; rows without one are left out
   * @param allowed the ordinals that may be recommended; all others score NaN
   */
  public static Fusion of(
      Map<String, float[]> rows, Map<String, Double> weights, BitSet allowed, int size) {
    int[] ordinals = allowed.stream().takeWhile(o -> o < size).toArray();
    float[] scores = new float[size];
    Arrays.fill(scores, Float.NaN);
    Map<String, float[]> shares = new LinkedHashMap<>();
    rows.forEach(
        (name, row) -> {
          double weight = weights.getOrDefault(name, 0.0);
          if (weight != 0) {
            shares.put(name, add(scores, row, ordinals, weight));
          }
        });
    return new Fusion(scores, shares);
  }

  /** Adds one weighted, standardised row to {@code scores}, and returns it. */
  private static float[] add(float[] scores, float[] row, int[] ordinals, double weight) {
    double sum = 0;
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    int n = 0;
    for (int o : ordinals) {
      float x = row[o];
      if (!Float.isNaN(x)) {
        sum += x;
        lowest = Math.min(lowest, x);
        highest = Math.max(highest, x);
        n++;
      }
    }
    double mean = sum / Math.max(1, n);
    double squares = 0; // about the mean: those of large scores would cancel each other
    for (int o : ordinals) {
      float x = row[o];
      if (!Float.isNaN(x)) {
        squares += (x - mean) * (x - mean);
      }
    }
    // One opinion of all items prefers none of them: it is an opinion all the same, of 0.
    double scale = lowest < highest ? weight / Math.sqrt(squares / n) : 0;
    float[] share = new float[row.length];
    for (int o : ordinals) {
      float x = row[o];
      if (!Float.isNaN(x)) {
        float z = (float) (scale * (x - mean));
        share[o] = z;
        scores[o] = Float.isNaN(scores[o]) ? z : scores[o] + z;
      }
    }
    return share;
  }
}
