package dev.drago.dataset;

import dev.drago.scoring.linear.LinearWeights;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A model whose first ranks, where they are wrong, are what is rejected.
 *
 * @param name as it is chosen on the command line
 * @param origin which one it is and what it was trained on, for the card
 * @param rows a score for every ordinal after a history of ordinals, higher is better; NaN is no
 *     opinion
 */
public record NegativeModel(
    String name, String origin, Function<int[], CompletableFuture<float[]>> rows) {

  /** The most taken items, for everybody. */
  public static NegativeModel popularity(long[] counts) {
    float[] row = new float[counts.length];
    for (int o = 0; o < row.length; o++) {
      row[o] = counts[o] == 0 ? Float.NaN : counts[o];
    }
    return new NegativeModel(
        "popularity",
        "how often an item was taken, without the last two items of each user",
        history -> CompletableFuture.completedFuture(row));
  }

  /**
   * Linear weights.
   *
   * @param items how many ordinals there are
   */
  public static NegativeModel linear(LinearWeights weights, int items) {
    return new NegativeModel(
        "linear",
        "%s, trained for this data set on the log without the last two items of each user"
            .formatted(weights.recipe().id()),
        history -> {
          float[] row = new float[items];
          weights.score(history, row);
          return CompletableFuture.completedFuture(row);
        });
  }
}
