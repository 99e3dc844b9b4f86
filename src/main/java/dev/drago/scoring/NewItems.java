package dev.drago.scoring;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.index.Vectors;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A scorer that learned its items from interactions, extended to those it has never met: what it
 * thinks of the items whose texts are most alike stands in for an opinion.
 *
 * <p>An unknown item u is taken for a mixture of its 50 nearest known neighbours j by the cosine c
 * of centred embeddings, with weights w_j = exp(c_j / 0.1), normalised. Probabilities of a mixture
 * add up: log P(u) = log Σ w_j P(j) − 1, where the 1 (a nat) says that what is new is taken e times
 * less often than what it is like. Scores that are no probabilities are averaged with the same
 * weights. Tried on MovieLens-1M with a tenth of the items taken for unknown: averaging
 * log-probabilities instead finds an eighth as many of them, one bad neighbour being enough to bury
 * an item; and without the nat the unknown items push out more than they find ({@code
 * docs/accuracy.md}).
 *
 * <p>The neighbours of an unknown item are looked up once, and again when its text changes. The
 * 20,000 newest unknown items have them; while a large number is being looked up beside the
 * requests, those still missing have no opinion.
 */
public final class NewItems implements Scorer {

  private static final int NEIGHBOURS = 50;

  /** The neighbours are chosen from so many. */
  private static final int CONSIDERED = 4 * NEIGHBOURS;

  private static final double TEMPERATURE = 0.1;
  private static final double NOVELTY = 1;

  /** So many unknown items at most: a table of 8 MB. */
  private static final int MOST = 20_000;

  /** Comparisons of vectors that a request may wait for, some hundredth of a second. */
  private static final long AT_ONCE = 200_000;

  /** Who has so much time, such as an evaluation, waits for all of them. */
  private static final Duration PATIENT = Duration.ofMinutes(10);

  private record Neighbour(int ordinal, double cosine) {}

  /** The neighbours of one unknown item and their weights, which add up to 1. */
  private record Likeness(int vectorHash, int[] neighbours, float[] weights) {
    static final Likeness NONE = new Likeness(0, new int[0], new float[0]);
  }

  /**
   * The neighbours of all unknown items.
   *
   * @param known the ordinals the scorer had an opinion of
   * @param ofUnknown by ordinal; {@link Likeness#NONE} of known ones and of those without a vector
   */
  private record Table(
      CatalogSnapshot catalog, long indexVersion, BitSet known, Likeness[] ofUnknown) {

    boolean isOf(CatalogSnapshot catalog, IndexView index, BitSet known) {
      return this.catalog == catalog && indexVersion == index.version() && this.known.equals(known);
    }
  }

  /** The index as it is now, to be closed by the caller. */
  @FunctionalInterface
  public interface Views {
    IndexView open();
  }

  private final Scorer scorer;
  private final Views views;
  private final ReentrantLock building = new ReentrantLock();
  private final AtomicReference<Table> table =
      new AtomicReference<>(new Table(CatalogSnapshot.empty(), -1, new BitSet(), new Likeness[0]));

  /**
   * @param scorer whose opinions of one catalogue are always of the same items, or of none
   */
  public NewItems(Scorer scorer, Views views) {
    this.scorer = scorer;
    this.views = views;
  }

  @Override
  public String name() {
    return scorer.name();
  }

  @Override
  public Scale scale() {
    return scorer.scale();
  }

  @Override
  public boolean isReady() {
    return scorer.isReady();
  }

  @Override
  public CompletableFuture<float[]> score(Request request) {
    return scorer
        .score(request)
        .thenApplyAsync(
            row -> complete(row, request),
            Thread::startVirtualThread); // the model thread is for the model
  }

  private float[] complete(float[] row, Request request) {
    BitSet known = new BitSet(row.length);
    BitSet unknown = request.catalog().live();
    for (int o = 0; o < row.length; o++) {
      if (!Float.isNaN(row[o])) {
        known.set(o);
        unknown.clear(o);
      }
    }
    if (known.isEmpty() || unknown.isEmpty()) {
      return row;
    }
    Likeness[] likenesses = likenesses(request, known, unknown);
    float[] completed = row.clone();
    boolean logarithms = scale() == Scale.LOG_PROBABILITY;
    double highest = logarithms ? highest(row, known) : 0;
    double[] values = values(row, known, logarithms ? highest : Double.NaN);
    int size = Math.min(row.length, likenesses.length);
    for (int o = unknown.nextSetBit(0); o >= 0 && o < size; o = unknown.nextSetBit(o + 1)) {
      if (likenesses[o].neighbours.length > 0) {
        double mean = mean(values, likenesses[o]);
        completed[o] =
            switch (scale()) {
              case LOG_PROBABILITY -> (float) (highest + Math.log(mean) - NOVELTY);
              case PROBABILITY -> (float) (mean * Math.exp(-NOVELTY));
              case RELATIVE -> (float) mean;
            };
      }
    }
    return completed;
  }

  private static double highest(float[] row, BitSet known) {
    return known.stream().mapToDouble(o -> row[o]).max().orElseThrow();
  }

  /**
   * What is averaged: the row, or its powers as multiples of the largest, so that none overflows;
   * once for all mixtures.
   */
  private static double[] values(float[] row, BitSet known, double highest) {
    double[] values = new double[row.length];
    for (int o = known.nextSetBit(0); o >= 0; o = known.nextSetBit(o + 1)) {
      values[o] = Double.isNaN(highest) ? row[o] : power(row[o], highest);
    }
    return values;
  }

  private static double power(float logarithm, double highest) {
    return logarithm == Float.NEGATIVE_INFINITY ? 0 : Math.exp(logarithm - highest);
  }

  private static double mean(double[] values, Likeness likeness) {
    double sum = 0;
    for (int i = 0; i < likeness.neighbours.length; i++) {
      sum += likeness.weights[i] * values[likeness.neighbours[i]];
    }
    return sum;
  }

  /** The table of this moment, or the last one while a new one takes long. */
  private Likeness[] likenesses(Request request, BitSet known, BitSet unknown) {
    Table last = table.get();
    if (last.isOf(request.catalog(), request.index(), known)) {
      return last.ofUnknown;
    }
    boolean same = last.known.equals(known);
    long missing =
        unknown.stream()
            .filter(
                o ->
                    !same || o >= last.ofUnknown.length || last.ofUnknown[o].neighbours.length == 0)
            .count();
    if (missing * request.index().size() <= AT_ONCE || request.deadline().allows(PATIENT)) {
      building.lock();
      try {
        return build(request.catalog(), request.index(), known, unknown).ofUnknown;
      } finally {
        building.unlock();
      }
    }
    if (!building.isLocked()) {
      Thread.ofVirtual()
          .name("likeness-" + name())
          .start(() -> buildAside(request.catalog(), known, unknown));
    }
    return same ? last.ofUnknown : new Likeness[0];
  }

  private void buildAside(CatalogSnapshot catalog, BitSet known, BitSet unknown) {
    if (building.tryLock()) { // else another has begun, and the next request will see to the rest
      try (IndexView view = views.open()) {
        build(catalog, view, known, unknown);
      } finally {
        building.unlock();
      }
    }
  }

  private Table build(CatalogSnapshot catalog, IndexView index, BitSet known, BitSet unknown) {
    Table last = table.get();
    if (last.isOf(catalog, index, known)) {
      return last;
    }
    Likeness[] ofUnknown = new Likeness[catalog.size()];
    Arrays.fill(ofUnknown, Likeness.NONE);
    boolean same = last.known.equals(known);
    int left = MOST;
    for (int o = unknown.length(); (o = unknown.previousSetBit(o - 1)) >= 0 && left > 0; left--) {
      Optional<float[]> vector = index.vector(o);
      if (vector.isPresent()) {
        int hash = Arrays.hashCode(vector.get());
        boolean stands = same && o < last.ofUnknown.length && last.ofUnknown[o].vectorHash == hash;
        ofUnknown[o] = stands ? last.ofUnknown[o] : likeness(vector.get(), hash, index, known);
      }
    }
    Table next = new Table(catalog, index.version(), known, ofUnknown);
    table.set(next);
    return next;
  }

  private static Likeness likeness(float[] vector, int hash, IndexView index, BitSet known) {
    float[] mean = index.mean(vector.length);
    float[] centred = vector.clone();
    Vectors.add(centred, -1, mean);
    if (!Vectors.normalise(centred)) {
      return Likeness.NONE;
    }
    List<IndexView.Hit> found = List.of();
    // Among the nearest may be other unknown items: look further until enough are known.
    for (int k = 2 * CONSIDERED; found.size() < CONSIDERED; k *= 4) {
      List<IndexView.Hit> hits = index.nearest(centred, k, Filter.everything());
      found = hits.stream().filter(hit -> known.get(hit.ordinal())).limit(CONSIDERED).toList();
      if (hits.size() < k) {
        break; // that was all there is
      }
    }
    // The index compares with vectors that are not centred: nearly, but not quite the same order.
    List<Neighbour> near =
        found.stream()
            .map(hit -> new Neighbour(hit.ordinal(), cosine(centred, hit.ordinal(), index, mean)))
            .sorted(Comparator.comparingDouble(neighbour -> -neighbour.cosine))
            .limit(NEIGHBOURS)
            .toList();
    int[] neighbours = near.stream().mapToInt(Neighbour::ordinal).toArray();
    double[] likeness =
        near.stream().mapToDouble(other -> Math.exp(other.cosine / TEMPERATURE)).toArray();
    double sum = Arrays.stream(likeness).sum();
    float[] weights = new float[neighbours.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (likeness[i] / sum);
    }
    return new Likeness(hash, neighbours, weights);
  }

  private static double cosine(float[] centred, int ordinal, IndexView index, float[] mean) {
    float[] other = index.vector(ordinal).orElseThrow();
    Vectors.add(other, -1, mean);
    return Vectors.normalise(other) ? dot(centred, other) : 0;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
