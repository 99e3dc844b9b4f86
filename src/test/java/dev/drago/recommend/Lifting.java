package dev.drago.recommend;

import dev.drago.scoring.Omissions;
import dev.drago.scoring.Scorer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntToDoubleFunction;

/**
 * A scorer of sequences that ranks by ordinal, and in which every item of a sequence lifts every
 * other.
 *
 * @param lift in nats, by how many steps before the end of the sequence the item stands, from 1
 */
record Lifting(IntToDoubleFunction lift) implements Scorer {

  @Override
  public String name() {
    return "sequence";
  }

  @Override
  public Scale scale() {
    return Scale.LOG_PROBABILITY;
  }

  @Override
  public CompletableFuture<float[]> score(Request request) {
    float[] row = new float[request.catalog().size()];
    for (int j = 0; j < row.length; j++) {
      row[j] = -j;
    }
    return CompletableFuture.completedFuture(row);
  }

  @Override
  public CompletableFuture<Omissions> omissions(Request request, int[] items, int last) {
    int length = request.profile().sequence().length;
    float[][] without = new float[length][items.length];
    for (int p = 0; p < length; p++) {
      Arrays.fill(without[p], (float) -lift.applyAsDouble(length - p));
    }
    return CompletableFuture.completedFuture(
        new Omissions(0, new float[items.length], without, Optional.empty()));
  }
}
