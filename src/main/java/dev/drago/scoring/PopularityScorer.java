package dev.drago.scoring;

import java.util.concurrent.CompletableFuture;

/**
 * What most people took: log(1 + count). The same for everybody. While there are fewer interactions
 * than items it has no opinion: that is chance, not popularity.
 */
public final class PopularityScorer implements Scorer {

  public static final String NAME = "popularity";

  private final ItemCounts counts;

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
    float[] row = new float[request.catalog().size()];
    for (int ordinal = 0; ordinal < row.length; ordinal++) {
      row[ordinal] = (float) Math.log1p((double) counts.count(ordinal));
    }
    return CompletableFuture.completedFuture(row);
  }
}
