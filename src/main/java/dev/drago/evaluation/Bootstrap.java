package dev.drago.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * 95 % intervals of means over users by resampling users with replacement.
 *
 * <p>The percentile method: the interval runs from the 2.5th to the 97.5th percentile of the means
 * of the resamples (Efron and Tibshirani, <i>An Introduction to the Bootstrap</i>, 1993, chapter
 * 13). For {@code B} resamples these are the k-th smallest and the k-th largest mean, k = ⌊0.025 (B
 * + 1)⌋. The same seed and the same number of users draw the same users, so the intervals of two
 * rankers are drawn alike.
 */
public record Bootstrap(long seed, int resamples) {

  private static final int DEFAULT_RESAMPLES = 1_000;

  public Bootstrap {
    if (resamples < 40) {
      throw new IllegalArgumentException(
          "%d resamples have no 2.5th percentile: take at least 40".formatted(resamples));
    }
  }

  /** 1,000 resamples. */
  public static Bootstrap seeded(long seed) {
    return new Bootstrap(seed, DEFAULT_RESAMPLES);
  }

  /**
   * The mean of one value a user.
   *
   * @throws IllegalArgumentException when there is no user: no user, no figure
   */
  public Estimate mean(double[] values) {
    return means(new double[][] {values})[0];
  }

  /**
   * The mean difference of two rankers, paired by user: positive when {@code a} is better. Users
   * differ far more than rankers do, and what is hard for both cancels out in the pair.
   *
   * @param a ranks of one ranker by user
   * @param b ranks of the other for the same users in the same order
   */
  public Difference difference(Metric metric, int k, double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "ranks of %d and of %d users cannot be paired".formatted(a.length, b.length));
    }
    double[] differences = new double[a.length];
    for (int u = 0; u < a.length; u++) {
      differences[u] = metric.at(k, a[u]) - metric.at(k, b[u]);
    }
    double[] means = resample(new double[][] {differences}, users(differences.length))[0];
    Estimate estimate = estimate(differences, means);
    long below = Arrays.stream(means).filter(mean -> mean <= 0).count();
    long above = Arrays.stream(means).filter(mean -> mean >= 0).count();
    double p = Math.min(1, 2.0 * (1 + Math.min(below, above)) / (resamples + 1));
    return new Difference(estimate.value(), estimate.low(), estimate.high(), p);
  }

  /**
   * The means of several figures from the same resamples.
   *
   * @param figures by figure and user
   */
  Estimate[] means(double[][] figures) {
    if (figures.length == 0) {
      return new Estimate[0];
    }
    double[][] resampled = resample(figures, users(figures[0].length));
    Estimate[] estimates = new Estimate[figures.length];
    Arrays.setAll(estimates, f -> estimate(figures[f], resampled[f]));
    return estimates;
  }

  private static int users(int users) {
    if (users == 0) {
      throw new IllegalArgumentException("there is no mean over no users");
    }
    return users;
  }

  /** Sorts {@code means}. */
  private Estimate estimate(double[] values, double[] means) {
    Arrays.sort(means);
    int k = (int) (0.025 * (resamples + 1));
    double value = Arrays.stream(values).sum() / values.length;
    return new Estimate(value, means[k - 1], means[resamples - k]);
  }

  /**
   * By figure and resample, unordered. All figures of a user lie together: one cache miss a draw.
   */
  private double[][] resample(double[][] figures, int users) {
    int width = figures.length;
    double[] byUser = new double[users * width];
    for (int u = 0; u < users; u++) {
      for (int f = 0; f < width; f++) {
        byUser[u * width + f] = figures[f][u];
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[][] resampled = new double[width][resamples];
    double[] sums = new double[width];
    for (int r = 0; r < resamples; r++) {
      Arrays.fill(sums, 0);
      for (int draw = 0; draw < users; draw++) {
        int from = random.nextInt(users) * width;
        for (int f = 0; f < width; f++) {
          sums[f] += byUser[from + f];
        }
      }
      for (int f = 0; f < width; f++) {
        resampled[f][r] = sums[f] / users;
      }
    }
    return resampled;
  }
}
