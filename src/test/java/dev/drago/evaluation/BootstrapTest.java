package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  @Test
  void the_interval_of_a_hit_rate_agrees_with_the_normal_approximation() {
    double[] hits = new double[6_040];
    Arrays.fill(hits, 0, 2_114, 1);
    double error = Math.sqrt(0.35 * 0.65 / hits.length);

    Estimate estimate = Bootstrap.seeded(1).mean(hits);

    assertThat(estimate.value()).isCloseTo(0.35, within(1e-12));
    assertThat(estimate.low()).isCloseTo(0.35 - 1.96 * error, within(error / 4));
    assertThat(estimate.high()).isCloseTo(0.35 + 1.96 * error, within(error / 4));
  }

  @Test
  void the_interval_is_the_one_of_a_plain_second_implementation() {
    double[] values = {1, 0, 4, 2, 2, 7, 1, 0, 3};
    SplittableRandom random = new SplittableRandom(11);
    double[] means = new double[1_000];
    for (int r = 0; r < means.length; r++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[random.nextInt(values.length)];
      }
      means[r] = sum / values.length;
    }
    Arrays.sort(means);

    Estimate estimate = Bootstrap.seeded(11).mean(values);

    assertThat(estimate.low()).isCloseTo(means[24], within(1e-12));
    assertThat(estimate.high()).isCloseTo(means[975], within(1e-12));
  }

  @Test
  void ninety_five_of_a_hundred_intervals_hold_the_truth() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int held = 0;
    int trials = 400;
    for (int t = 0; t < trials; t++) {
      double[] values = random.doubles(300).toArray();
      Estimate estimate = new Bootstrap(random.nextLong(), 400).mean(values);
      held += estimate.low() <= 0.5 && 0.5 <= estimate.high() ? 1 : 0;
    }

    // Five standard errors of a share of 0.95 in 400 trials are 0.055.
    assertThat((double) held / trials).isBetween(0.89, 1.0);
  }

  @Test
  void the_same_seed_gives_the_same_interval() {
    double[] values = {1, 0, 4, 2, 2, 7, 1, 0, 3};

    assertThat(Bootstrap.seeded(3).mean(values)).isEqualTo(Bootstrap.seeded(3).mean(values));
  }

  @Test
  void a_pair_shows_a_small_difference_that_two_intervals_hide() {
    double[] a = new double[1_000];
    double[] b = new double[1_000];
    for (int u = 0; u < a.length; u++) {
      a[u] = u % 2 == 0 ? 3 : 400;
      b[u] = u % 100 == 0 ? 11 : a[u];
    }
    Bootstrap bootstrap = Bootstrap.seeded(5);
    Estimate hitsOfA = Metrics.of(a, bootstrap).get(Metric.HIT_RATE, 10);
    Estimate hitsOfB = Metrics.of(b, bootstrap).get(Metric.HIT_RATE, 10);

    Difference difference = bootstrap.difference(Metric.HIT_RATE, 10, a, b);

    assertThat(hitsOfB.high()).isGreaterThan(hitsOfA.low());
    assertThat(difference.value()).isCloseTo(0.01, within(1e-12));
    assertThat(difference.excludesZero()).isTrue();
    assertThat(bootstrap.difference(Metric.HIT_RATE, 10, a, a).excludesZero()).isFalse();
    assertThat(bootstrap.difference(Metric.HIT_RATE, 10, b, a).high()).isNegative();
  }

  @Test
  void p_is_small_for_a_difference_and_one_for_none_and_about_a_half_is_no_finding() {
    double[] good = new double[200];
    double[] bad = new double[200];
    Arrays.fill(good, 1);
    Arrays.fill(bad, 50);
    double[] mixed = good.clone();
    double[] opposite = good.clone();
    for (int u = 0; u < 100; u++) {
      mixed[2 * u] = 50;
      opposite[2 * u + 1] = 50;
    }
    Bootstrap bootstrap = Bootstrap.seeded(5);

    assertThat(bootstrap.difference(Metric.NDCG, 10, good, bad).p())
        .isCloseTo(2 / 1_001.0, within(1e-12));
    assertThat(bootstrap.difference(Metric.NDCG, 10, good, good).p()).isEqualTo(1);
    assertThat(bootstrap.difference(Metric.NDCG, 10, mixed, opposite).p()).isGreaterThan(0.8);
  }

  @Test
  void p_agrees_with_the_z_test_where_that_holds() {
    // 320 users won, 260 lost, of 1,000: z = 60 / sqrt(580 - 60 * 60 / 1000) = 2.50, p = 0.0124.
    double[] a = new double[1_000];
    double[] b = new double[1_000];
    Arrays.fill(a, 1);
    Arrays.fill(b, 1);
    Arrays.fill(b, 0, 320, 50);
    Arrays.fill(a, 320, 580, 50);

    assertThat(new Bootstrap(5, 20_000).difference(Metric.HIT_RATE, 10, a, b).p())
        .isCloseTo(0.0124, within(0.004));
  }

  @Test
  void there_is_no_mean_over_no_users() {
    assertThatThrownBy(() -> Bootstrap.seeded(5).mean(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ranks_of_different_users_cannot_be_paired() {
    assertThatThrownBy(
            () -> Bootstrap.seeded(5).difference(Metric.MRR, 5, new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2")
        .hasMessageContaining("3");
  }
}
