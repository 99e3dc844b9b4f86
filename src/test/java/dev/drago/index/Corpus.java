package dev.drago.index;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An index of a folder together with the schema that grows with it, and vectors to fill it. */
final class Corpus implements AutoCloseable {

  static final float[] NO_VECTOR = new float[0];

  final ItemIndex index;
  private CatalogSchema schema = CatalogSchema.empty();

  Corpus(Path folder) {
    this(folder, "embedder-1");
  }

  Corpus(Path folder, String embedder) {
    this.index = ItemIndex.open(folder, () -> schema, embedder, ItemIndex.EXACT_BELOW);
  }

  /** Adds or replaces an item; visible when this returns. */
  void put(int ordinal, Item item, float[] vector) {
    schema = schema.merge(schema.addedBy(item));
    apply(List.of(new ItemIndex.Entry(ordinal, item.id(), item, vector)));
  }

  void put(int ordinal, Item item) {
    put(ordinal, item, NO_VECTOR);
  }

  void delete(int ordinal, String id) {
    apply(List.of(new ItemIndex.Entry(ordinal, id, null, NO_VECTOR)));
  }

  /** Adds untitled items "0", "1", … with these vectors, in segments of 300. */
  void addVectors(List<float[]> vectors) {
    for (int from = 0; from < vectors.size(); from += 300) {
      List<ItemIndex.Entry> batch = new ArrayList<>();
      for (int i = from; i < Math.min(from + 300, vectors.size()); i++) {
        batch.add(new ItemIndex.Entry(i, "" + i, item("" + i, "Item " + i, ""), vectors.get(i)));
      }
      apply(batch);
    }
  }

  private void apply(List<ItemIndex.Entry> entries) {
    index.apply(entries, index.version() + 1);
    index.refresh();
  }

  /** The ordinals of the items that match. */
  int[] matching(String filter) {
    try (IndexView view = index.view()) {
      return view.ordinals(index.filter(filter)).stream().toArray();
    }
  }

  @Override
  public void close() {
    index.close();
  }

  static Item item(String id, String title, String text) {
    return new Item(id, title, text, Map.of());
  }

  static Item item(String id, String title, Map<String, AttributeValue> attributes) {
    return new Item(id, title, "", new LinkedHashMap<>(attributes));
  }

  /** Unit vectors around {@code clusters} centres. */
  static List<float[]> clustered(int n, int dimension, int clusters, long seed) {
    Random random = new Random(seed);
    List<float[]> centres = new ArrayList<>();
    for (int c = 0; c < clusters; c++) {
      centres.add(gaussian(dimension, random));
    }
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] vector = centres.get(random.nextInt(clusters)).clone();
      Vectors.add(vector, 0.7f, gaussian(dimension, random));
      Vectors.normalise(vector);
      vectors.add(vector);
    }
    return vectors;
  }

  private static float[] gaussian(int dimension, Random random) {
    float[] vector = new float[dimension];
    for (int d = 0; d < dimension; d++) {
      vector[d] = (float) random.nextGaussian();
    }
    return vector;
  }

  static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int d = 0; d < a.length; d++) {
      dot += (double) a[d] * b[d];
      squaresA += (double) a[d] * a[d];
      squaresB += (double) b[d] * b[d];
    }
    return dot / Math.sqrt(squaresA * squaresB);
  }
}
