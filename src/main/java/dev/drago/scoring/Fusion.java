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
    double squares = 0;
    int n = 0;
    for (int o = allowed.nextSetBit(0); o >= 0 && o < row.length; o = allowed.nextSetBit(o + 1)) {
      if (!Float.isNaN(row[o])) {
        sum += row[o];
        squares += (double) row[o] * row[o];
        n++;
      }
    }
    float[] share = new float[row.length];
    double mean = n == 0 ? 0 : sum / n;
    double deviation = n == 0 ? 0 : Math.sqrt(Math.max(0, squares / n - mean * mean));
    if (deviation < 1e-9) {
      return share; // one opinion for all is no opinion
    }
    for (int o = allowed.nextSetBit(0); o >= 0 && o < row.length; o = allowed.nextSetBit(o + 1)) {
      if (!Float.isNaN(row[o])) {
        share[o] = (float) (weight * (row[o] - mean) / deviation);
      }
    }
    return share;
  }
}
