package dev.drago.scoring.linear;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A log made ready for one recipe: histories one behind the other, and where each item occurs in
 * them.
 *
 * <p>Items are numbered by <em>slot</em>: first the {@code dense} most active ones, then the rarer
 * ones, both in order of their ordinals. An item that no history says anything of has no slot.
 *
 * @param ordinals the ordinal of each slot
 * @param dense how many slots belong to the dense part
 * @param items the slots of all histories; where the recipe reads sets, ascending and without
 *     repetition in each
 * @param starts where each history begins in {@code items}, and the end of the last
 * @param occurrences positions in {@code items}, grouped by slot
 * @param firsts where each slot begins in {@code occurrences}, and the end of the last
 */
record SlotLog(
    int[] ordinals, int dense, int[] items, int[] starts, int[] occurrences, int[] firsts) {

  /**
   * @param histories ordinals, oldest first; those outside {@code [0, itemCount)} are of no item of
   *     this catalogue and are left out, as if they had not been touched
   * @param limit how many items the dense part may have
   */
  static SlotLog of(LinearRecipe recipe, List<int[]> histories, int itemCount, int limit) {
    int[] flat = new int[Math.toIntExact(histories.stream().mapToLong(h -> h.length).sum())];
    int[] starts = new int[histories.size() + 1];
    int users = 0;
    int end = 0;
    for (int[] history : histories) {
      IntStream known = IntStream.of(history).filter(o -> o >= 0 && o < itemCount);
      int[] kept = (recipe.isSet() ? known.distinct() : known).toArray();
      if (kept.length >= recipe.shortestHistory()) {
        System.arraycopy(kept, 0, flat, end, kept.length);
        end += kept.length;
        starts[++users] = end;
      }
    }
    int[] items = Arrays.copyOf(flat, end);
    starts = Arrays.copyOf(starts, users + 1);

    int[] activity = new int[itemCount];
    for (int item : items) {
      activity[item]++;
    }
    int[] ordinals = slots(activity, limit);
    int dense = Math.min(limit, ordinals.length);
    int[] slotOf = new int[itemCount];
    for (int slot = 0; slot < ordinals.length; slot++) {
      slotOf[ordinals[slot]] = slot;
    }
    Arrays.setAll(items, i -> slotOf[items[i]]);
    if (recipe.isSet()) {
      for (int user = 0; user < users; user++) {
        Arrays.sort(items, starts[user], starts[user + 1]);
      }
    }
    return index(ordinals, dense, items, starts);
  }

  /** Ordinals with any activity: the most active first, up to the limit, then the others. */
  private static int[] slots(int[] activity, int limit) {
    int[] known = IntStream.range(0, activity.length).filter(o -> activity[o] > 0).toArray();
    if (known.length <= limit) {
      return known;
    }
    BitSet dense = new BitSet(activity.length);
    IntStream.of(known)
        .boxed()
        .sorted((a, b) -> Integer.compare(activity[b], activity[a])) // stable: lower ordinals first
        .limit(limit)
        .forEach(dense::set);
    return IntStream.concat(dense.stream(), IntStream.of(known).filter(o -> !dense.get(o)))
        .toArray();
  }

  private static SlotLog index(int[] ordinals, int dense, int[] items, int[] starts) {
    int[] firsts = new int[ordinals.length + 1];
    for (int slot : items) {
      firsts[slot + 1]++;
    }
    Arrays.parallelPrefix(firsts, Integer::sum);
    int[] next = firsts.clone();
    int[] occurrences = new int[items.length];
    for (int position = 0; position < items.length; position++) {
      occurrences[next[items[position]]++] = position;
    }
    return new SlotLog(ordinals, dense, items, starts, occurrences, firsts);
  }

  /** How many slots there are. */
  int size() {
    return ordinals.length;
  }

  /** The history that has a position. No history is empty, so no two begin at one position. */
  int historyAt(int position) {
    int found = Arrays.binarySearch(starts, position);
    return found >= 0 ? found : -found - 2;
  }
}
