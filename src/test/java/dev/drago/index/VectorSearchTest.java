package dev.drago.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.drago.index.IndexView.Hit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Search among 2,000 clustered vectors, against brute force in doubles. */
class VectorSearchTest {

  private static final long SEED = 11;
  private static final int N = 2_000;
  private static final int DIMENSION = 48;

  @TempDir static Path folder;

  private static List<float[]> vectors = List.of();
  private static List<float[]> queries = List.of();
  private static Corpus corpus;
  private static final Set<Integer> DELETED = new HashSet<>();

  @BeforeAll
  static void fill() {
    vectors = Corpus.clustered(N, DIMENSION, 40, SEED);
    queries = Corpus.clustered(100, DIMENSION, 40, SEED + 1);
    corpus = new Corpus(folder);
    corpus.addVectors(vectors);
    for (int i = 0; i < N; i += 7) {
      corpus.delete(i, "" + i);
      DELETED.add(i);
    }
  }

  @AfterAll
  static void close() {
    corpus.close();
  }

  @Test
  void exactSearchIsBruteForceInDoubles() {
    try (IndexView view = corpus.index.view()) {
      for (float[] query : queries) {
        List<Hit> expected = bruteForce(query, 20);
        List<Hit> found = view.nearestExact(query, 20, Filter.everything());
        assertThat(found).hasSize(20);
        for (int i = 0; i < 20; i++) {
          assertThat(found.get(i).score())
              .as("seed %d, place %d", SEED, i)
              .isCloseTo(expected.get(i).score(), within(1e-5f));
        }
        assertThat(ordinals(found)).isEqualTo(ordinals(expected));
      }
    }
  }

  @Test
  void graphSearchFindsNinetyNineOfAHundredOfTheTenNearest() {
    int found = 0;
    try (IndexView view = corpus.index.view()) {
      for (float[] query : queries) {
        Set<Integer> exact = ordinals(view.nearestExact(query, 10, Filter.everything()));
        List<Hit> hits = view.nearestByGraph(query, 10, Filter.everything());
        assertThat(hits).hasSize(10).isSortedAccordingTo(byScore());
        for (Hit hit : hits) {
          assertThat(DELETED).doesNotContain(hit.ordinal());
          double cosine = Corpus.cosine(query, vectors.get(hit.ordinal()));
          assertThat(hit.score()).isCloseTo((float) cosine, within(1e-5f));
          found += exact.contains(hit.ordinal()) ? 1 : 0;
        }
      }
    }
    assertThat(found / (10.0 * queries.size())).as("recall, seed %d", SEED).isGreaterThan(0.99);
  }

  @Test
  void aFilteredSearchIsBruteForceOverWhatMatches() {
    Filter three = corpus.index.filter("id:3 OR id:14 OR id:1000 OR id:1999");
    try (IndexView view = corpus.index.view()) {
      for (float[] query : queries.subList(0, 10)) {
        List<Integer> expected =
            IntStream.of(3, 1000, 1999) // 14 is deleted
                .boxed()
                .sorted(Comparator.comparingDouble(o -> -Corpus.cosine(query, vectors.get(o))))
                .toList();
        assertThat(view.nearestExact(query, 10, three))
            .extracting(Hit::ordinal)
            .isEqualTo(expected);
        assertThat(view.nearestByGraph(query, 10, three))
            .extracting(Hit::ordinal)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void cosinesFillWhatHasAVectorAndLeaveTheRest() {
    float[] into = new float[N + 5];
    Arrays.fill(into, -7);
    try (IndexView view = corpus.index.view()) {
      view.cosines(queries.getFirst(), into);
      view.cosines(queries.getFirst(), new float[3]); // a snapshot may be older than the view
    }
    for (int o = 0; o < into.length; o++) {
      float expected =
          o >= N || DELETED.contains(o)
              ? -7
              : (float) Corpus.cosine(queries.getFirst(), vectors.get(o));
      assertThat(into[o]).as("ordinal %d", o).isCloseTo(expected, within(1e-5f));
    }
  }

  @Test
  void aVectorIsFoundByOrdinalToTheBit() {
    try (IndexView view = corpus.index.view()) {
      for (int o = 0; o < N; o++) {
        if (DELETED.contains(o)) {
          assertThat(view.vector(o)).isEmpty();
        } else {
          assertThat(view.vector(o).orElseThrow()).containsExactly(vectors.get(o));
        }
      }
      assertThat(view.vector(N)).isEmpty();
    }
  }

  @Test
  void theMeanIsThatOfTheLiveItems() {
    double[] sum = new double[DIMENSION];
    for (int o = 0; o < N; o++) {
      for (int d = 0; d < DIMENSION && !DELETED.contains(o); d++) {
        sum[d] += vectors.get(o)[d];
      }
    }
    try (IndexView view = corpus.index.view()) {
      float[] mean = view.mean(DIMENSION);
      for (int d = 0; d < DIMENSION; d++) {
        assertThat(mean[d]).isCloseTo((float) (sum[d] / (N - DELETED.size())), within(1e-5f));
      }
    }
  }

  @Test
  void aQueryOfAnotherLengthIsRefusedWithASentence() {
    float[] longer = new float[DIMENSION + 1];
    longer[0] = 1;
    try (IndexView view = corpus.index.view()) {
      assertThatThrownBy(() -> view.nearest(longer, 3, Filter.everything()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("" + (DIMENSION + 1), "" + DIMENSION);
      assertThatThrownBy(() -> view.nearestByGraph(longer, 3, Filter.everything()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("" + (DIMENSION + 1), "" + DIMENSION);
    }
  }

  private static List<Hit> bruteForce(float[] query, int k) {
    List<Hit> all = new ArrayList<>();
    for (int o = 0; o < N; o++) {
      if (!DELETED.contains(o)) {
        all.add(new Hit(o, (float) Corpus.cosine(query, vectors.get(o))));
      }
    }
    return all.stream().sorted(byScore()).limit(k).toList();
  }

  private static Comparator<Hit> byScore() {
    return Comparator.comparingDouble((Hit hit) -> -hit.score());
  }

  private static Set<Integer> ordinals(List<Hit> hits) {
    return hits.stream().map(Hit::ordinal).collect(Collectors.toSet());
  }
}
