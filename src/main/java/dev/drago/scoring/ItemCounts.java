package dev.drago.scoring;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How often each item was touched, by ordinal; counts on as interactions arrive. */
public final class ItemCounts {

  private final LongAdder total = new LongAdder();
  private volatile AtomicLongArray counts;

  public ItemCounts(long[] counts) {
    this.counts = new AtomicLongArray(counts);
    this.total.add(Arrays.stream(counts).sum());
  }

  public long count(int ordinal) {
    AtomicLongArray now = counts;
    return ordinal < now.length() ? now.get(ordinal) : 0;
  }

  /** How often all items together were touched. */
  public long total() {
    return total.sum();
  }

  /** One more for an item. */
  public void increment(int ordinal) {
    add(ordinal, 1);
  }

  /** So many more for an item, or fewer. */
  public synchronized void add(int ordinal, long more) {
    if (ordinal >= counts.length()) {
      AtomicLongArray grown = new AtomicLongArray(Math.max(ordinal + 1, counts.length() * 2));
      for (int i = 0; i < counts.length(); i++) {
        grown.set(i, counts.get(i));
      }
      counts = grown;
    }
    counts.addAndGet(ordinal, more);
    total.add(more);
  }
}
