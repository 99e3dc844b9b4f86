package dev.drago.scoring;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Several rows of scores made one.
 *
 * <p>Scorers speak on scales of their own, so each row is standardised over the items that may be
 * recommended (mean 0, deviation 1) before the weighted sum. Where a scorer has no opinion of an
 * item it contributes 0, its mean: an item that is new competes with what is known of it, and is
 * neither buried nor lifted by what is not.
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
    float[] scores = new float[size];
    Map<String, float[]> shares = new LinkedHashMap<>();
    rows.forEach(
        (name, row) -> {
          double weight = weights.getOrDefault(name, 0.0);
          if (weight != 0) {
            float[] share = standardised(row, allowed, weight);
            shares.put(name, share);
            for (int o = 0; o < size; o++) {
              scores[o] += share[o];
            }
          }
        });
    for (int o = allowed.nextClearBit(0); o < size; o = allowed.nextClearBit(o + 1)) {
      scores[o] = Float.NaN;
    }
    return new Fusion(scores, shares);
  }

  private static float[] standardised(float[] row, BitSet allowed, double weight) {
    double sum = 0;
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    int n = 0;
    for (int o = allowed.nextSetBit(0); o >= 0 && o < row.length; o = allowed.nextSetBit(o + 1)) {
      if (!Float.isNaN(row[o])) {
        sum += row[o];
        lowest = Math.min(lowest, row[o]);
        highest = Math.max(highest, row[o]);
        n++;
      }
    }
    float[] share = new float[row.length];
    if (n == 0 || lowest == highest) {
      return share; // one opinion for all is no opinion
    }
    double mean = sum / n;
    double squares = 0; // about the mean: those of large scores would cancel each other
    for (int o = allowed.nextSetBit(0); o >= 0 && o < row.length; o = allowed.nextSetBit(o + 1)) {
      if (!Float.isNaN(row[o])) {
        squares += (row[o] - mean) * (row[o] - mean);
      }
    }
    double deviation = Math.sqrt(squares / n);
    for (int o = allowed.nextSetBit(0); o >= 0 && o < row.length; o = allowed.nextSetBit(o + 1)) {
      if (!Float.isNaN(row[o])) {
        share[o] = (float) (weight * (row[o] - mean) / deviation);
      }
    }
    return share;
  }
}
