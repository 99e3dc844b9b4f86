package dev.drago.evaluation;

/**
 * By how much one ranker is better than another, paired by user, with a 95 % interval.
 *
 * @param p two-sided, the percentile interval inverted: twice the share of resamples on the far
 *     side of zero, counting one more in either, so that it is never 0; 1 where the rankers agree
 *     on every user. Not corrected for how many rankers are compared
 */
public record Difference(double value, double low, double high, double p) {

  /** Whether the interval lies on one side of zero. */
  public boolean excludesZero() {
    return low > 0 || high < 0;
  }
}
