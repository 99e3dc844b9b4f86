package dev.drago.recommend;

import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.scoring.Fusion;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a ranking is held to beyond its request, as conditions that need no syntax: what only may be
 * recommended, and what is to be lifted or lowered.
 *
 * @param required what every recommended item meets
 * @param boosts added to the scores, each to the items that meet its condition
 */
public record Steering(Filter required, List<Boost> boosts) {

  /** Below it all scores are one, and their deviation is rounding. */
  private static final double LEAST_VARIANCE = 1e-9;

  /** The share of a score that comes from boosts, beside those of the scorers. */
  public static final String SHARE = "boost";

  /**
   * A soft preference.
   *
   * @param items which items it is of
   * @param amount in standard deviations of the fused scores of what may be recommended, so that it
   *     weighs the same whatever scorers speak; may be negative, finite
   */
  public record Boost(Filter items, double amount) {
    public Boost {
      if (!Double.isFinite(amount)) {
        throw new IllegalArgumentException("a boost must be finite, not " + amount);
      }
    }
  }

  public Steering {
    boosts = List.copyOf(boosts);
  }

  /** No condition and no preference. */
  public static Steering none() {
    return new Steering(Filter.everything(), List.of());
  }

  /** The same with more boosts. */
  Steering and(List<Boost> more) {
    return more.isEmpty()
        ? this
        : new Steering(required, Stream.concat(boosts.stream(), more.stream()).toList());
  }

  void restrict(BitSet allowed, IndexView view) {
    if (required != Filter.everything()) {
      allowed.and(view.ordinals(required));
    }
  }

  /**
   * Adds the boosts as one more share. An item of which nothing is known is lifted from where it
   * stands without: last.
   */
  Fusion apply(Fusion fusion, BitSet allowed, IndexView view) {
    if (boosts.isEmpty()) {
      return fusion;
    }
    float[] scores = fusion.scores();
    float[] share = new float[scores.length];
    for (Boost boost : boosts) {
      BitSet lifted = view.ordinals(boost.items());
      lifted.and(allowed);
      lifted.stream().forEach(o -> share[o] += (float) boost.amount());
    }
    float lowest = 0;
    double sum = 0;
    double squares = 0;
    int n = 0;
    for (int o = allowed.nextSetBit(0); o >= 0; o = allowed.nextSetBit(o + 1)) {
      if (!Float.isNaN(scores[o])) {
        lowest = Math.min(lowest, scores[o]);
        sum += scores[o];
        squares += (double) scores[o] * scores[o];
        n++;
      }
    }
    double variance = n == 0 ? 0 : squares / n - (sum / n) * (sum / n);
    float deviation = variance > LEAST_VARIANCE ? (float) Math.sqrt(variance) : 1;
    float[] sums = scores.clone();
    for (int o = allowed.nextSetBit(0); o >= 0; o = allowed.nextSetBit(o + 1)) {
      share[o] *= deviation;
      sums[o] = (Float.isNaN(scores[o]) ? lowest : scores[o]) + share[o];
    }
    Map<String, float[]> shares = new LinkedHashMap<>(fusion.shares());
    shares.put(SHARE, share);
    return new Fusion(sums, shares);
  }
}
