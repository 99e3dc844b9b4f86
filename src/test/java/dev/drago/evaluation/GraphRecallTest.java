package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphRecallTest {

  private static final GraphRecall.Shape SHAPE = new GraphRecall.Shape(300, 0.7);

  @TempDir Path folder;

  @Test
  void the_graph_finds_nearly_all_and_nothing_stays_on_the_disk() throws IOException {
    List<Integer> steps = new ArrayList<>();

    GraphRecall.Report report =
        GraphRecall.measure(folder, SHAPE, 3_000, 100, 5, (done, total) -> steps.add(done));

    assertThat(report.recallAt10()).isBetween(0.98, 1.0);
    assertThat(report.worstRecallAt10()).isLessThanOrEqualTo(report.recallAt10());
    assertThat(report.graph().p50Millis()).isPositive();
    assertThat(report.exact().p99Millis()).isGreaterThanOrEqualTo(report.exact().p50Millis());
    assertThat(steps).isSorted().last().isEqualTo(3_100);
    assertThat(folder).isEmptyDirectory();
    assertThat(report.toTable())
        .contains("graph", "exact", "3,000 vectors", "300 clusters", "seed 5");
    assertThat(new ObjectMapper().readTree(report.toJson()).path("recallAt10").asDouble())
        .isEqualTo(report.recallAt10());
  }

  @Test
  void the_folder_is_removed_also_when_the_measurement_fails() throws IOException {
    assertThatThrownBy(
            () ->
                GraphRecall.measure(
                    folder,
                    SHAPE,
                    3_000,
                    10,
                    5,
                    (done, total) -> {
                      throw new IllegalStateException("enough");
                    }))
        .hasMessage("enough");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void ten_of_fewer_than_ten_have_no_recall() {
    assertThatThrownBy(() -> GraphRecall.measure(folder, SHAPE, 9, 10, 5, Progress.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 vectors");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void vectors_have_length_one_and_lie_in_clusters() {
    ClusteredVectors source = new ClusteredVectors(SHAPE, GraphRecall.DIMENSIONS, 5);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      vectors.add(source.next());
    }
    double together = 0;
    int pairs = 0;
    for (int i = 0; i < 1_000; i++) {
      assertThat(dot(vectors.get(i), vectors.get(i))).isCloseTo(1, within(1e-5));
      for (int j = 0; j < i; j++) {
        double cosine = dot(vectors.get(i), vectors.get(j));
        if (cosine > 0.4) {
          together += cosine;
          pairs++;
        }
      }
    }

    // A pair in 300 shares its cluster; between clusters the cosine is within 0.3 of zero.
    assertThat(pairs).isBetween(1_000, 2_500);
    assertThat(together / pairs).isCloseTo(0.67, within(0.02));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }
}
