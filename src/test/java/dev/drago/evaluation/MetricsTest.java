package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final Bootstrap BOOTSTRAP = Bootstrap.seeded(7);

  @Test
  void figures_match_those_computed_by_hand() {
    // Ranks 1, 3, 10, 10.5 and 200: three of five within ten.
    Metrics metrics = Metrics.of(new double[] {1, 3, 10, 10.5, 200}, BOOTSTRAP);

    assertThat(metrics.users()).isEqualTo(5);
    assertThat(metrics.get(Metric.HIT_RATE, 1).value()).isEqualTo(0.2);
    assertThat(metrics.get(Metric.HIT_RATE, 10).value()).isEqualTo(0.6);
    assertThat(metrics.get(Metric.HIT_RATE, 20).value()).isEqualTo(0.8);
    // 1/log2(2) = 1, 1/log2(4) = 0.5, 1/log2(11) = 0.289065
    assertThat(metrics.get(Metric.NDCG, 10).value()).isCloseTo(1.789065 / 5, within(1e-6));
    assertThat(metrics.get(Metric.NDCG, 5).value()).isCloseTo(1.5 / 5, within(1e-12));
    // 1 + 1/3 + 1/10
    assertThat(metrics.get(Metric.MRR, 10).value()).isCloseTo(1.433333 / 5, within(1e-6));
    assertThat(metrics.get(Metric.MRR, 1).value()).isEqualTo(0.2);
  }

  @Test
  void figures_match_a_second_implementation_that_sorts_scores() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int users = 200;
    int items = 150;
    double[] ranks = new double[users];
    double[] hits = new double[Metrics.CUTOFFS.size()];
    double[] gains = new double[Metrics.CUTOFFS.size()];
    double[] reciprocals = new double[Metrics.CUTOFFS.size()];
    for (int u = 0; u < users; u++) {
      float[] scores = new float[items];
      for (int o = 0; o < items; o++) {
        scores[o] = random.nextFloat();
      }
      BitSet allowed = new BitSet();
      allowed.set(0, items);
      int target = random.nextInt(items);
      ranks[u] = Ranks.rank(scores, allowed, target);
      int[] sorted =
          IntStream.range(0, items)
              .boxed()
              .sorted((a, b) -> Float.compare(scores[b], scores[a]))
              .mapToInt(Integer::intValue)
              .toArray();
      for (int c = 0; c < hits.length; c++) {
        for (int place = 0; place < Metrics.CUTOFFS.get(c); place++) {
          if (place < items && sorted[place] == target) {
            hits[c]++;
            gains[c] += 1 / (Math.log(place + 2) / Math.log(2));
            reciprocals[c] += 1.0 / (place + 1);
          }
        }
      }
    }

    Metrics metrics = Metrics.of(ranks, BOOTSTRAP);

    for (int c = 0; c < hits.length; c++) {
      int k = Metrics.CUTOFFS.get(c);
      assertThat(metrics.get(Metric.HIT_RATE, k).value()).isCloseTo(hits[c] / users, within(1e-9));
      assertThat(metrics.get(Metric.NDCG, k).value()).isCloseTo(gains[c] / users, within(1e-9));
      assertThat(metrics.get(Metric.MRR, k).value())
          .isCloseTo(reciprocals[c] / users, within(1e-9));
    }
  }

  @Test
  void without_users_there_is_no_figure() {
    Metrics metrics = Metrics.of(new double[0], BOOTSTRAP);

    assertThat(metrics.find(Metric.NDCG, 10)).isEmpty();
    assertThat(Metrics.ofChance(new int[0], BOOTSTRAP).find(Metric.NDCG, 10)).isEmpty();
  }

  @Test
  void chance_is_what_a_random_order_gives_on_average() {
    // One choice: always right. Four: 1/4 at 1, and of NDCG@5 (1 + 1/log2(3) + 1/2 + 1/log2(5)) /
    // 4.
    Metrics metrics = Metrics.ofChance(new int[] {1, 4}, BOOTSTRAP);

    assertThat(metrics.get(Metric.HIT_RATE, 1).value()).isCloseTo((1 + 0.25) / 2, within(1e-12));
    assertThat(metrics.get(Metric.HIT_RATE, 10).value()).isCloseTo(1, within(1e-12));
    assertThat(metrics.get(Metric.NDCG, 5).value())
        .isCloseTo((1 + (1 + 0.630930 + 0.5 + 0.430677) / 4) / 2, within(1e-6));
    assertThat(metrics.get(Metric.MRR, 5).value())
        .isCloseTo((1 + (1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0) / 4) / 2, within(1e-12));
  }

  @Test
  void an_unknown_cutoff_is_named() {
    Metrics metrics = Metrics.of(new double[] {1}, BOOTSTRAP);

    assertThatThrownBy(() -> metrics.get(Metric.NDCG, 7)).hasMessageContaining("7 is not one of");
  }
}
