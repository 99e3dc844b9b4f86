package dev.drago.scoring.linear;

import java.util.Arrays;

/**
 * Sums terms by slot and keeps the strongest sums of one row: an accumulator over all slots that is
 * cleared in the time it took to fill it. Not for use by several threads.
 */
final class Strongest implements PairSums.Sink {

  private final double[] sums;
  private final int[] touched;
  private int touchedCount;

  private final int capacity;
  private final int[] slots;
  private final double[] values;
  private int size;

  Strongest(int slotCount, int capacity) {
    this.sums = new double[slotCount];
    this.touched = new int[slotCount];
    this.capacity = capacity;
    this.slots = new int[capacity];
    this.values = new double[capacity];
  }

  @Override
  public void add(int slot, double term) { // terms are positive: a sum of 0 is a slot not touched
    if (sums[slot] == 0) {
      touched[touchedCount++] = slot;
    }
    sums[slot] += term;
  }

  /** What a sum is worth. */
  interface Value {
    double of(int slot, double sum);
  }

  /** Picks the strongest of what was added, and forgets all sums. */
  void pick(Value value) {
    size = 0;
    Arrays.sort(touched, 0, touchedCount); // of equal values the lower slot is kept
    for (int i = 0; i < touchedCount; i++) {
      int slot = touched[i];
      offer(slot, value.of(slot, sums[slot]));
      sums[slot] = 0;
    }
    touchedCount = 0;
  }

  private void offer(int slot, double value) {
    if (size == capacity && value <= values[size - 1]) {
      return;
    }
    int at = size < capacity ? size++ : size - 1;
    for (; at > 0 && values[at - 1] < value; at--) {
      values[at] = values[at - 1];
      slots[at] = slots[at - 1];
    }
    values[at] = value;
    slots[at] = slot;
  }

  /** How many were picked. */
  int size() {
    return size;
  }

  /** The i-th strongest. */
  int slot(int i) {
    return slots[i];
  }

  /** The value of the i-th strongest. */
  double value(int i) {
    return values[i];
  }
}
