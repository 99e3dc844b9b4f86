package dev.drago.scoring;

import dev.drago.catalog.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A shelf of items with vectors by chance, and what {@link NewItems} has to give for them: by the
 * formula in doubles, with every vector compared with every other.
 */
final class Stock implements AutoCloseable {

  static final int DIMENSION = 12;

  private final Shelf shelf;
  private final Map<String, float[]> vectors = new LinkedHashMap<>();
  private final Random random = new Random(11);

  Stock(Path folder) {
    this.shelf = new Shelf(folder);
  }

  Shelf shelf() {
    return shelf;
  }

  /** One more item. */
  void put(String id) {
    float[] vector = vector();
    vectors.put(id, vector);
    shelf.add(Shelf.item(id, "Item " + id), vector);
  }

  /** The index hears of an item, or of another text of it. */
  void index(String id) {
    float[] vector = vector();
    vectors.put(id, vector);
    shelf.index(id, vector);
  }

  void delete(String id) {
    vectors.remove(id);
    shelf.delete(id);
  }

  /** Adds so many items, {@code item-0} and on. */
  void add(int count) {
    List<Item> items = new ArrayList<>();
    List<float[]> given = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      float[] vector = vector();
      vectors.put(name(n), vector);
      items.add(Shelf.item(name(n), "Item " + n));
      given.add(vector);
    }
    shelf.add(items, given);
  }

  /** What an item must score that is averaged. */
  double mean(String item, Known model) {
    double sum = 0;
    for (Map.Entry<String, Double> near : weights(item, model.known).entrySet()) {
      sum += near.getValue() * model.of(near.getKey());
    }
    return sum;
  }

  /** The logarithm of what it must score as a mixture of probabilities. */
  double mixture(String item, Known model) {
    double sum = 0;
    for (Map.Entry<String, Double> near : weights(item, model.known).entrySet()) {
      sum += near.getValue() * Math.exp(model.of(near.getKey()));
    }
    return Math.log(sum) - 1;
  }

  /** exp(cosine / 0.1) of the 50 nearest known items, divided by their sum. */
  Map<String, Double> weights(String item, Set<String> known) {
    double[] centre = new double[DIMENSION];
    for (float[] vector : vectors.values()) {
      for (int d = 0; d < DIMENSION; d++) {
        centre[d] += vector[d] / (double) vectors.size();
      }
    }
    double[] own = less(Objects.requireNonNull(vectors.get(item)), centre);
    record Near(String id, double cosine) {}
    List<Near> all = new ArrayList<>();
    vectors.forEach(
        (other, vector) -> {
          if (known.contains(other)) {
            double[] theirs = less(vector, centre);
            double cosine = dot(own, theirs) / Math.sqrt(dot(own, own) * dot(theirs, theirs));
            all.add(new Near(other, cosine));
          }
        });
    all.sort(Comparator.comparing(near -> -near.cosine()));
    List<Near> nearest = all.subList(0, Math.min(50, all.size()));
    double sum = nearest.stream().mapToDouble(near -> Math.exp(near.cosine() / 0.1)).sum();
    Map<String, Double> weights = new LinkedHashMap<>();
    nearest.forEach(near -> weights.put(near.id(), Math.exp(near.cosine() / 0.1) / sum));
    return weights;
  }

  private static double[] less(float[] vector, double[] centre) {
    double[] less = new double[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      less[d] = vector[d] - centre[d];
    }
    return less;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }

  static String name(int n) {
    return "item-" + n;
  }

  static Set<String> names(int from, int to) {
    Set<String> names = new HashSet<>();
    IntStream.range(from, to).forEach(n -> names.add(name(n)));
    return names;
  }

  private float[] vector() {
    return unit(random);
  }

  /** A unit vector; all have something in common, as texts of one catalogue do. */
  static float[] unit(Random random) {
    double[] drawn = new double[DIMENSION];
    double squares = 0;
    for (int d = 0; d < DIMENSION; d++) {
      drawn[d] = random.nextGaussian() + (d == 0 ? 3 : 0);
      squares += drawn[d] * drawn[d];
    }
    float[] vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = (float) (drawn[d] / Math.sqrt(squares));
    }
    return vector;
  }

  @Override
  public void close() {
    shelf.close();
  }
}
