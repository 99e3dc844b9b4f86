package dev.drago.scoring;

import java.util.concurrent.CompletableFuture;

/**
 * What most people took: log(1 + count). The same for everybody. While there are fewer interactions
 * than items it has no opinion: that is chance, not popularity.
 */
public final class PopularityScorer implements Scorer {

  public static final String NAME = "popularity";

  /** Counts that grew by less than one in so many rank the same. */
  private static final int STALE = 1_000;

  private record Row(long total, float[] row) {}

  private final ItemCounts counts;
  private volatile Row last = new Row(0, new float[0]);

  public PopularityScorer(ItemCounts counts) {
    this.counts = counts;
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
    Row known = last;
    if (known.row.length != size || total - known.total > known.total / STALE) {
      known = new Row(total, compute(size));
      last = known;
    }
    return known.row;
  }

  private float[] compute(int size) {
    float[] row = new float[size];
    for (int ordinal = 0; ordinal < row.length; ordinal++) {
      row[ordinal] = (float) Math.log1p((double) counts.count(ordinal));
    }
    return row;
  }
}
