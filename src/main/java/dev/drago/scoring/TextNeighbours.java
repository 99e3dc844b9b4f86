package dev.drago.scoring;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.index.Vectors;
import dev.drago.scoring.Scorer.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * For items that a scorer does not know, the known ones whose texts are most alike: the 50 nearest
 * by the cosine c of centred embeddings, with weights exp(c / 0.1), normalised.
 *
 * <p>The neighbours of an unknown item are looked up once, and again when its text changes. The
 * 20,000 newest unknown items have them; while a large number is being looked up beside the
 * requests, those still missing have none. Scorers that know the same items share what was looked
 * up. Thread-safe.
 */
public final class TextNeighbours {

  private static final int NEIGHBOURS = 50;

  /** The neighbours are chosen from so many. */
  private static final int CONSIDERED = 4 * NEIGHBOURS;

  private static final double TEMPERATURE = 0.1;

  /** So many unknown items at most: a table of 8 MB. */
  private static final int MOST = 20_000;

  /** Scorers that know different items, and one training more. */
  private static final int TABLES = 4;

  /** Comparisons of vectors that a request may wait for, some hundredth of a second. */
  private static final long AT_ONCE = 200_000;

  /** Others that are looked up at once take some hundredths of a second, a large number minutes. */
  private static final long LOCKED_MILLIS = 100;

  /** Who has so much time, such as an evaluation, waits for all of them. */
  private static final Duration PATIENT = Duration.ofMinutes(10);

  private record Neighbour(int ordinal, double cosine) {}

  /** The neighbours of one unknown item and their weights, which add up to 1. */
  record Likeness(int vectorHash, int[] neighbours, float[] weights) {
    static final Likeness NONE = new Likeness(0, new int[0], new float[0]);

    /** Whether there is no neighbour. */
    boolean isNone() {
      return neighbours.length == 0;
    }

    /** The weighted mean of the neighbours' values, which are by ordinal. */
    double mean(double[] values) {
      double sum = 0;
      for (int i = 0; i < neighbours.length; i++) {
        sum += weights[i] * values[neighbours[i]];
      }
      return sum;
    }
  }

  /**
   * The neighbours of all unknown items, for one set of known ones.
   *
   * @param ofUnknown by ordinal; {@link Likeness#NONE} of known ones and of those without a vector
   */
  private record Table(CatalogSnapshot catalog, long indexVersion, Likeness[] ofUnknown) {

    static final Table EMPTY = new Table(CatalogSnapshot.empty(), -1, new Likeness[0]);

    /**
     * Whether it serves a request of that catalogue: also one that began before the last change,
     * which must not bring back what was. Under overload and writes there are hundreds of those.
     */
    boolean serves(CatalogSnapshot catalog, IndexView index) {
      return this.catalog == catalog
          ? indexVersion == index.version()
          : this.catalog.version() > catalog.version();
    }

    Likeness of(int ordinal) {
      return ordinal < ofUnknown.length ? ofUnknown[ordinal] : Likeness.NONE;
    }
  }

  /** The index as it is now, to be closed by the caller. */
  @FunctionalInterface
  public interface Views {
    IndexView open();
  }

  private final Views views;
  private final ReentrantLock building = new ReentrantLock();

  /** By known ordinals, the one used for the longest time first; never changed, only replaced. */
  private final AtomicReference<Map<BitSet, Table>> tables = new AtomicReference<>(Map.of());

  /**
   * @param views for looking up beside the requests
   */
  public TextNeighbours(Views views) {
    this.views = views;
  }

  /**
   * By ordinal, as long as the catalogue or shorter: the table of this moment, or the last one
   * while a new one takes long.
   *
   * @param known ordinals; not to be changed afterwards
   * @param unknown the other live ordinals
   */
  Likeness[] of(Request request, BitSet known, BitSet unknown) {
    Table last = table(known);
    if (last.serves(request.catalog(), request.index())) {
      return last.ofUnknown;
    }
    long missing = unknown.stream().filter(o -> last.of(o).isNone()).count();
    boolean patient = request.deadline().allows(PATIENT);
    if (patient || missing * request.index().size() <= AT_ONCE) {
      if (!lock(patient)) {
        return last.ofUnknown;
      }
      try {
        return build(request.catalog(), request.index(), known, unknown).ofUnknown;
      } finally {
        building.unlock();
      }
    }
    if (!building.isLocked()) {
      Thread.ofVirtual()
          .name("text-neighbours")
          .start(() -> buildAside(request.catalog(), known, unknown));
    }
    return last.ofUnknown;
  }

  /** Whether it could be locked: behind a large number only who is patient waits. */
  private boolean lock(boolean patient) {
    if (patient) {
      building.lock();
      return true;
    }
    try {
      return building.tryLock(LOCKED_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Table table(BitSet known) {
    return tables.get().getOrDefault(known, Table.EMPTY);
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
    Table last = table(known);
    if (last.serves(catalog, index)) {
      return last;
    }
    Likeness[] ofUnknown = new Likeness[catalog.size()];
    Arrays.fill(ofUnknown, Likeness.NONE);
    int left = MOST;
    for (int o = unknown.length(); (o = unknown.previousSetBit(o - 1)) >= 0 && left > 0; left--) {
      Optional<float[]> vector = index.vector(o);
      if (vector.isPresent()) {
        int hash = Arrays.hashCode(vector.get());
        Likeness before = last.of(o);
        boolean stands = !before.isNone() && before.vectorHash == hash;
        ofUnknown[o] = stands ? before : likeness(vector.get(), hash, index, known);
      }
    }
    Table next = new Table(catalog, index.version(), ofUnknown);
    Map<BitSet, Table> all = new LinkedHashMap<>(tables.get());
    all.remove(known);
    all.put(known, next);
    while (all.size() > TABLES) {
      all.remove(all.keySet().iterator().next());
    }
    tables.set(all);
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
