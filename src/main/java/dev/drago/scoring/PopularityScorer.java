package dev.drago.scoring;

import java.util.concurrent.CompletableFuture;

/**
 * What most people took: log(1 + count). The same for everybody, and all there is for a stranger.
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
    float[] row = new float[request.catalog().size()];
    for (int ordinal = 0; ordinal < row.length; ordinal++) {
      row[ordinal] = (float) Math.log1p((double) counts.count(ordinal));
    }
    return CompletableFuture.completedFuture(row);
  }
}
