package dev.drago.scoring.linear;

/**
 * How often each item was touched, faded by age: an interaction at time t counts 2^−((now − t) /
 * halfLife), where now is the newest event of the log, so that a log that ended years ago ranks as
 * it did then. One without a time counts 1.
 *
 * @param decayed by ordinal
 * @param counted by ordinal, how many interactions are in {@code decayed}: what was counted beyond
 *     that came later
 */
public record DecayedCounts(double[] decayed, long[] counted) {

  /** Throws {@link IllegalArgumentException} unless both have the same length. */
  public DecayedCounts {
    if (decayed.length != counted.length) {
      throw new IllegalArgumentException(
          "%d faded counts do not go with %d plain ones".formatted(decayed.length, counted.length));
    }
  }

  /**
   * The faded count of an item, with 1 for each interaction since.
   *
   * @param count how often it was touched until now
   */
  public double count(int ordinal, long count) {
    return ordinal < decayed.length
        ? decayed[ordinal] + Math.max(0, count - counted[ordinal])
        : count;
  }
}
