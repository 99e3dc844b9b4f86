package dev.drago.scoring;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.index.IndexView;
import dev.drago.inference.Deadline;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;

/**
 * Scores the whole catalogue for one person. Implementations are thread-safe and independent of
 * each other; they run in parallel.
 */
public interface Scorer {

  /**
   * The catalogue, the index and the person at one moment.
   *
   * @param allowed the ordinals that may be recommended; read it only. A scorer may say something
   *     of others too, but nobody will read it
   */
  record Request(
      CatalogSnapshot catalog,
      IndexView index,
      Profile profile,
      BitSet allowed,
      Deadline deadline) {

    /** Of all items. */
    public Request(CatalogSnapshot catalog, IndexView index, Profile profile, Deadline deadline) {
      this(catalog, index, profile, catalog.live(), deadline);
    }
  }

  /** What the numbers of a row mean, which decides how they are brought onto one scale. */
  enum Scale {
    /** Natural logarithms of probabilities: a difference means the same in every row. */
    LOG_PROBABILITY,
    /** Linear estimates of probabilities: they may lie below 0, and all such say "hardly". */
    PROBABILITY,
    /** Comparable within one row alone. */
    RELATIVE
  }

  /** The name in answers, weights and reports: one lower-case word. */
  String name();

  /** The scale of all its rows. */
  default Scale scale() {
    return Scale.RELATIVE;
  }

  /** Whether there is anything to score with; one that is not ready is as if it were not there. */
  default boolean isReady() {
    return true;
  }

  /** Whether it is too slow to be asked where nobody named it: it has no part in {@code auto}. */
  default boolean isOnDemand() {
    return false;
  }

  /**
   * A score for every ordinal below {@code catalog.size()}, higher is better, on a scale of its
   * own; NaN where it has no opinion. All NaN when it knows nothing of the person.
   */
  CompletableFuture<float[]> score(Request request);

  /**
   * The scores of some items with each of the last parts of the person's sequence left out, one at
   * a time; none where the row is the same for everybody. What is not left out keeps its place and
   * weight.
   *
   * @param items ordinals below {@code catalog.size()}
   * @param last how many of the last items of {@link Profile#sequence} are left out
   */
  default CompletableFuture<Omissions> omissions(Request request, int[] items, int last) {
    return CompletableFuture.completedFuture(Omissions.none());
  }

  /** A row without any opinion. */
  static float[] noOpinion(int size) {
    float[] row = new float[size];
    Arrays.fill(row, Float.NaN);
    return row;
  }
}
