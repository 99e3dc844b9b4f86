package dev.drago.scoring.linear;

import java.time.Duration;

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
   * Counts interactions one by one, in any order. Not for use by several threads.
   *
   * <p>Ordinals from {@code size} on are left out. What is younger than now, because it came while
   * the log was read, counts 1.
   */
  public static final class Accumulator {

    private final long now;
    private final double halfLifeMillis;
    private final double[] decayed;
    private final long[] counted;

    /**
     * @param size how many ordinals there are
     * @param now the newest time of the log, in milliseconds since 1970
     */
    public Accumulator(int size, long now, Duration halfLife) {
      this.now = now;
      this.halfLifeMillis = Math.max(1, halfLife.toMillis());
      this.decayed = new double[size];
      this.counted = new long[size];
    }

    /** One at a time in milliseconds since 1970. */
    public void add(int ordinal, long time) {
      add(ordinal, Math.pow(2, -Math.max(0, (double) now - time) / halfLifeMillis));
    }

    /** One of which only the order is known. */
    public void addUntimed(int ordinal) {
      add(ordinal, 1.0);
    }

    private void add(int ordinal, double weight) {
      if (ordinal < decayed.length) {
        decayed[ordinal] += weight;
        counted[ordinal]++;
      }
    }

    /** What was counted. */
    public DecayedCounts counts() {
      return new DecayedCounts(decayed.clone(), counted.clone());
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
