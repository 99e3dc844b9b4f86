package dev.drago.dataset;

import dev.drago.catalog.CatalogSnapshot;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Draws items to reject from the first ranks of a model: what it would have said, wrongly. */
final class HardNegatives {

  /** So many of the first ranks are drawn from. Set beforehand, not tuned. */
  static final int RANKS = 50;

  private HardNegatives() {}

  /**
   * Draws.
   *
   * <p>The user's held-out items are not in {@code taken}, and so may be drawn. To leave them out
   * would give them away: what a model ranks high for a user and is never rejected must be what
   * they took later.
   *
   * @param row the model's scores by ordinal
   * @param taken the {@link TrainingPart} of the user
   * @param count how many; fewer where there are no more
   */
  static int[] draw(
      float[] row, BitSet taken, CatalogSnapshot catalog, int count, SplittableRandom random) {
    int[] ranked = first(row, taken, catalog);
    int drawn = Math.min(count, ranked.length);
    for (int i = 0; i < drawn; i++) { // the beginning of a Fisher-Yates shuffle
      int j = i + random.nextInt(ranked.length - i);
      int swapped = ranked[i];
      ranked[i] = ranked[j];
      ranked[j] = swapped;
    }
    return Arrays.copyOf(ranked, drawn);
  }

  /** The first ranks among what was not taken, the best first; ties by item id. */
  private static int[] first(float[] row, BitSet taken, CatalogSnapshot catalog) {
    Comparator<Integer> worstFirst =
        Comparator.<Integer>comparingDouble(o -> row[o])
            .thenComparing(o -> catalog.item(o).id(), Comparator.reverseOrder());
    PriorityQueue<Integer> kept = new PriorityQueue<>(RANKS + 1, worstFirst);
    for (int o = taken.nextClearBit(0); o < row.length; o = taken.nextClearBit(o + 1)) {
      if (Float.isNaN(row[o]) || !catalog.isLive(o)) {
        continue;
      }
      if (kept.size() < RANKS) {
        kept.add(o);
      } else if (row[o] >= row[kept.element()]) {
        kept.add(o);
        kept.remove();
      }
    }
    int[] ranked = new int[kept.size()];
    for (int i = ranked.length - 1; i >= 0; i--) {
      ranked[i] = kept.remove();
    }
    return ranked;
  }
}
