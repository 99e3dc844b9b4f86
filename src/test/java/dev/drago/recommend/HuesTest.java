package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.index.ItemIndex;
import dev.drago.index.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalogues of clusters on a circle, so that it is known what is like what. */
class HuesTest {

  private static final int DIMENSION = 24;
  private static final int CLUSTERS = 6;
  private static final int ITEMS = 120;

  @TempDir Path folder;

  /** Item {@code i} is of cluster {@code i % CLUSTERS}; some noise in every direction. */
  private static List<float[]> clusters(long seed, int count) {
    Random random = new Random(seed);
    float[][] plane = {gaussian(random), gaussian(random)};
    float[] centre = gaussian(random);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double angle = 2 * Math.PI * (i % CLUSTERS) / CLUSTERS;
      float[] vector = gaussian(random);
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] = 0.05f * vector[d] + centre[d];
      }
      Vectors.add(vector, (float) Math.cos(angle), plane[0]);
      Vectors.add(vector, (float) Math.sin(angle), plane[1]);
      Vectors.normalise(vector);
      vectors.add(vector);
    }
    return vectors;
  }

  private static float[] gaussian(Random random) {
    float[] vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = (float) random.nextGaussian();
    }
    return vector;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theAxesAreTheFirstTwoEigenvectorsOfTheCovariance(long seed) {
    List<float[]> vectors = new ArrayList<>();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      float[] vector = gaussian(random);
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] *= (float) Math.pow(0.8, d); // each direction has a variance of its own
      }
      vectors.add(vector);
    }

    PrincipalPlane plane = PrincipalPlane.of(vectors);

    DMatrixRMaj covariance = covariance(vectors);
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(DIMENSION, true, true);
    assertThat(eigen.decompose(covariance)).isTrue();
    List<Integer> order =
        IntStream.range(0, DIMENSION)
            .boxed()
            .sorted((a, b) -> Double.compare(value(eigen, b), value(eigen, a)))
            .toList();
    for (int axis = 0; axis < 2; axis++) {
      double[] expected = eigen.getEigenVector(order.get(axis)).getData();
      double cosine =
          IntStream.range(0, DIMENSION)
              .mapToDouble(axisEntry(plane.axes().get(axis), expected))
              .sum();
      assertThat(Math.abs(cosine)).isCloseTo(1, within(1e-4));
      assertThat(plane.deviations()[axis])
          .isCloseTo(Math.sqrt(value(eigen, order.get(axis))), within(1e-4));
    }
  }

  private static java.util.function.IntToDoubleFunction axisEntry(double[] a, double[] b) {
    return d -> a[d] * b[d];
  }

  private static double value(EigenDecomposition_F64<DMatrixRMaj> eigen, int i) {
    return eigen.getEigenvalue(i).getReal();
  }

  private static DMatrixRMaj covariance(List<float[]> vectors) {
    double[] mean = new double[DIMENSION];
    for (float[] vector : vectors) {
      for (int d = 0; d < DIMENSION; d++) {
        mean[d] += vector[d] / (double) vectors.size();
      }
    }
    DMatrixRMaj covariance = new DMatrixRMaj(DIMENSION, DIMENSION);
    for (float[] vector : vectors) {
      for (int i = 0; i < DIMENSION; i++) {
        for (int j = 0; j < DIMENSION; j++) {
          covariance.add(i, j, (vector[i] - mean[i]) * (vector[j] - mean[j]) / vectors.size());
        }
      }
    }
    return covariance;
  }

  /** A shop with these vectors, which no model made. */
  private SmallShop shop(List<float[]> vectors) {
    SmallShop shop = new SmallShop(folder, Optional.empty(), List.of());
    add(shop, vectors, 0);
    return shop;
  }

  private static void add(SmallShop shop, List<float[]> vectors, int from) {
    List<Item> items = new ArrayList<>();
    for (int i = from; i < vectors.size(); i++) {
      items.add(new Item("item-" + i, "Item " + i, "", Map.of()));
    }
    shop.catalog().put(items, CatalogSchema.empty());
    CatalogSnapshot snapshot = shop.catalog().snapshot();
    List<ItemIndex.Entry> entries = new ArrayList<>();
    for (Item item : items) {
      int ordinal = snapshot.ordinal(item.id()).orElseThrow();
      entries.add(new ItemIndex.Entry(ordinal, item.id(), item, vectors.get(ordinal)));
    }
    shop.index().apply(entries, snapshot.version());
    shop.index().refresh();
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> "item-" + i).toList();
  }

  private static int apart(int a, int b) {
    int difference = Math.abs(a - b);
    return Math.min(difference, 360 - difference);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void huesAreCloseWithinAClusterAndApartAcross(long seed) {
    try (SmallShop shop = shop(clusters(seed, ITEMS))) {
      Map<String, Integer> found = new Hues(shop.catalog(), shop.index()).of(ids(ITEMS));
      assertThat(found).hasSize(ITEMS).allSatisfy((id, hue) -> assertThat(hue).isBetween(0, 359));
      List<Integer> hues = List.copyOf(found.values()); // in the order asked for

      for (int a = 0; a < ITEMS; a++) {
        for (int b = 0; b < a; b++) {
          int apart = apart(hues.get(a), hues.get(b));
          if (a % CLUSTERS == b % CLUSTERS) {
            assertThat(apart).as("%d and %d", a, b).isLessThan(30);
          } else {
            assertThat(apart).as("%d and %d", a, b).isGreaterThan(15);
          }
        }
      }
    }
  }

  @Test
  void huesHoldUntilTheCatalogueHasDoubled() {
    List<float[]> vectors = clusters(4, ITEMS);
    try (SmallShop shop = shop(vectors.subList(0, ITEMS / 4))) {
      Hues hues = new Hues(shop.catalog(), shop.index());
      Map<String, Integer> before = hues.of(ids(ITEMS));
      assertThat(before).hasSize(ITEMS / 4);

      add(shop, vectors.subList(0, ITEMS / 2 - 1), ITEMS / 4);
      assertThat(hues.of(ids(ITEMS))).hasSize(ITEMS / 2 - 1).containsAllEntriesOf(before);

      add(shop, vectors, ITEMS / 2 - 1);
      Map<String, Integer> fresh = new Hues(shop.catalog(), shop.index()).of(ids(ITEMS));
      org.awaitility.Awaitility.await().until(() -> hues.of(ids(ITEMS)).equals(fresh));
    }
  }

  @Test
  void whatHasNoVectorHasNoHueAndAnEmptyCatalogueHasNone() {
    try (SmallShop shop = new SmallShop(folder, Optional.empty(), List.of())) {
      Hues hues = new Hues(shop.catalog(), shop.index());
      assertThat(hues.of(List.of("nothing"))).isEmpty();
      shop.put(new Item("wordless", "Wordless", "", Map.of()));
      assertThat(hues.of(List.of("wordless", "nothing"))).isEmpty();
    }
  }

  @Test
  void equalVectorsAreNoTrouble() {
    float[] same = gaussian(new Random(5));
    Vectors.normalise(same);
    try (SmallShop shop = shop(List.of(same, same, same))) {
      assertThat(new Hues(shop.catalog(), shop.index()).of(ids(3)).values()).containsOnly(0);
    }
  }
}
