package dev.drago.scoring.linear;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What is known of pairs with a rarer item: by source slot, the targets and their weights.
 *
 * @param starts where each source slot begins, and the end of the last
 */
record SparsePairs(int[] starts, int[] targets, float[] values) {

  /** How many pairs are kept for each rarer item as a source, and as many as a target. */
  static final int KEPT = 50;

  private static final int NONE = -1;

  /**
   * The diagonal (Jacobi) approximation of a recipe for every pair with an item outside the dense
   * part: the off-diagonal of {@code XᵀX} is taken as 0 in the inverse, so {@code B_ij = (XᵀY)_ij /
   * ((XᵀX)_ii + λ)}. For EASE it is the first term of the Neumann series of P.
   *
   * <p>A rarer item keeps the strongest {@value #KEPT} items that follow it, of all, and the
   * strongest {@value #KEPT} dense items that it follows. A pair of two rarer items is kept by the
   * one that comes first.
   *
   * @throws InterruptedException when the thread was interrupted
   */
  static SparsePairs of(PairSums sums, SlotLog log, double ridge) throws InterruptedException {
    int dense = log.dense();
    int size = log.size();
    int rare = size - dense;
    if (rare == 0) {
      return new SparsePairs(new int[size + 1], new int[0], new float[0]);
    }
    double[] divisors = new double[size];
    IntStream.range(0, size).parallel().forEach(i -> divisors[i] = sums.diagonal(i) + ridge);
    NormalEquations.interruptible();

    Kept after = new Kept(rare);
    Kept before = new Kept(rare);
    int workers = Math.min(rare, Runtime.getRuntime().availableProcessors());
    IntStream.range(0, workers)
        .parallel()
        .forEach(
            worker -> {
              Strongest row = new Strongest(size, KEPT);
              for (int r = worker; r < rare; r += workers) {
                int slot = dense + r;
                sums.after(slot, size, row);
                row.pick((target, sum) -> sum / divisors[slot]);
                after.put(r, row);
                sums.before(slot, dense, row);
                row.pick((source, sum) -> sum / divisors[source]);
                before.put(r, row);
              }
            });
    NormalEquations.interruptible();
    return bySource(size, dense, after, before);
  }

  /** The picks of every rarer item. */
  private record Kept(int[] slots, float[] values) {
    Kept(int rare) {
      this(new int[Math.multiplyExact(rare, KEPT)], new float[rare * KEPT]);
      Arrays.fill(slots, NONE);
    }

    void put(int r, Strongest row) {
      for (int i = 0; i < row.size(); i++) {
        slots[r * KEPT + i] = row.slot(i);
        values[r * KEPT + i] = (float) row.value(i);
      }
    }
  }

  private static SparsePairs bySource(int size, int dense, Kept after, Kept before) {
    int[] starts = new int[size + 1];
    for (int i = 0; i < after.slots.length; i++) {
      if (after.slots[i] != NONE) {
        starts[dense + i / KEPT + 1]++;
      }
      if (before.slots[i] != NONE) {
        starts[before.slots[i] + 1]++;
      }
    }
    for (int i = 0; i < size; i++) {
      starts[i + 1] = Math.addExact(starts[i], starts[i + 1]);
    }
    int[] next = starts.clone();
    int[] targets = new int[starts[size]];
    float[] values = new float[starts[size]];
    for (int i = 0; i < after.slots.length; i++) {
      int rare = dense + i / KEPT;
      if (after.slots[i] != NONE) {
        int at = next[rare]++;
        targets[at] = after.slots[i];
        values[at] = after.values[i];
      }
      if (before.slots[i] != NONE) {
        int at = next[before.slots[i]]++;
        targets[at] = rare;
        values[at] = before.values[i];
      }
    }
    return new SparsePairs(starts, targets, values);
  }
}
