package dev.drago.recommend;

import dev.drago.catalog.CatalogSnapshot;
import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The best of a row of scores; ties go by item id, so that the same request has the same answer.
 */
final class Ranking {

  private Ranking() {}

  /** Items of which there is no opinion come last. */
  private static float opinion(float score) {
    return Float.isNaN(score) ? Float.NEGATIVE_INFINITY : score;
  }

  /** The ordinals of the {@code count} best allowed items, best first. */
  static int[] best(float[] scores, BitSet allowed, int count, CatalogSnapshot catalog) {
    Comparator<Integer> bestFirst =
        Comparator.<Integer>comparingDouble(o -> -opinion(scores[o]))
            .thenComparing(o -> catalog.item(o).id());
    PriorityQueue<Integer> worstOnTop = new PriorityQueue<>(count + 1, bestFirst.reversed());
    for (int o = allowed.nextSetBit(0); o >= 0; o = allowed.nextSetBit(o + 1)) {
      if (worstOnTop.size() < count) {
        worstOnTop.add(o);
      } else if (opinion(scores[o]) >= opinion(scores[worstOnTop.element()])) {
        worstOnTop.add(o);
        worstOnTop.poll();
      }
    }
    int[] best = new int[worstOnTop.size()];
    for (int i = best.length - 1; i >= 0; i--) {
      best[i] = worstOnTop.remove();
    }
    return best;
  }
}
