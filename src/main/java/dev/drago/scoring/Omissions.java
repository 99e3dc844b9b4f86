package dev.drago.scoring;

import java.util.Optional;

/**
 * How a scorer scores some items with one part of the profile left out: what that part did. Scores
 * are on the scorer's own scale and by the order the items were asked in; NaN is no opinion.
 *
 * @param from the place in {@link Profile#sequence} of the first item left out
 * @param whole with nothing left out
 * @param withoutItem row i without the item at place {@code from + i}
 * @param withoutWish without the wish in words; empty where there is none, or it changes nothing
 */
public record Omissions(
    int from, float[] whole, float[][] withoutItem, Optional<float[]> withoutWish) {

  /** Of a scorer that says the same of everybody. */
  public static Omissions none() {
    return new Omissions(0, new float[0], new float[0][], Optional.empty());
  }
}
