package dev.drago.index;

import dev.drago.index.IndexView.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the {@code k} best of a stream of scored ordinals; ties go to the lower ordinal. */
final class TopOrdinals {

  private static final Comparator<Hit> WORST_FIRST =
      Comparator.<Hit>comparingDouble(Hit::score)
          .thenComparing(Hit::ordinal, Comparator.reverseOrder());

  private final int k;
  private final PriorityQueue<Hit> heap;

  TopOrdinals(int k) {
    this.k = k;
    this.heap = new PriorityQueue<>(Math.max(1, k), WORST_FIRST);
  }

  void offer(int ordinal, float score) {
    if (heap.size() < k) {
      heap.add(new Hit(ordinal, score));
    } else if (k > 0 && score > heap.element().score()) {
      heap.poll();
      heap.add(new Hit(ordinal, score));
    }
  }

  List<Hit> bestFirst() {
    List<Hit> hits = new ArrayList<>(heap);
    hits.sort(WORST_FIRST.reversed());
    return List.copyOf(hits);
  }
}
