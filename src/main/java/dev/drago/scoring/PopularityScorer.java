package dev.drago.scoring;

import dev.drago.scoring.linear.DecayedCounts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What most people took: log(1 + count), where training has faded old interactions and those since
 * count 1. The same for everybody. Of an item nobody took it has no opinion. While there are fewer
 * interactions than items it has no opinion: that is chance, not popularity.
 */
public final class PopularityScorer implements Scorer {

  public static final String NAME = "popularity";

  /** Counts that grew by less than one in so many rank the same. */
  private static final int STALE = 1_000;

  private record Row(long total, Optional<DecayedCounts> decayed, float[] row) {}

  private final ItemCounts counts;
  private final AtomicReference<Optional<DecayedCounts>> decayed;
  private volatile Row last = new Row(0, Optional.empty(), new float[0]);

  /** Counts every interaction alike. */
  public PopularityScorer(ItemCounts counts) {
    this(counts, new AtomicReference<>(Optional.empty()));
  }

  /** Counts by the faded counts that are current when it is asked, if there are any. */
  public PopularityScorer(ItemCounts counts, AtomicReference<Optional<DecayedCounts>> decayed) {
    this.counts = counts;
    this.decayed = decayed;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CompletableFuture<float[]> score(Request request) {
    if (counts.total() < request.catalog().liveCount()) {
      return CompletableFuture.completedFuture(Scorer.noOpinion(request.catalog().size()));
    }
    return CompletableFuture.completedFuture(row(request.catalog().size()));
  }

  /** The row of the last request, unless the counts have moved enough since to tell. */
  private float[] row(int size) {
    long total = counts.total();
    Optional<DecayedCounts> faded = decayed.get();
    Row known = last;
    if (known.row.length != size
        || Math.abs(total - known.total) > known.total / STALE
        || !known.decayed.equals(faded)) {
      known = new Row(total, faded, compute(faded, size));
      last = known;
    }
    return known.row;
  }

  private float[] compute(Optional<DecayedCounts> faded, int size) {
    float[] row = new float[size];
    for (int ordinal = 0; ordinal < row.length; ordinal++) {
      long count = counts.count(ordinal);
      double weight = faded.isPresent() ? faded.get().count(ordinal, count) : count;
      row[ordinal] = count == 0 ? Float.NaN : (float) Math.log1p(weight);
    }
    return row;
  }
}
