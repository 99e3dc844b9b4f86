package dev.drago.catalog;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue at one moment. Every item has a dense <em>ordinal</em>, and scores, masks and
 * vectors are arrays by ordinal.
 *
 * <p>An item keeps its ordinal for life, across changes and restarts (the store assigns it), so
 * what was computed for one snapshot holds in the next. A deleted item leaves a gap: its ordinal is
 * not {@link #isLive live}. New items come at the end. A snapshot never changes; {@link #with}
 * makes the next one and shares the id map with its ancestors, which is safe because an id never
 * moves to another ordinal and each snapshot looks only below its own {@link #size}.
 */
public final class CatalogSnapshot {

  private final @Nullable Item[] items;
  private final int size;
  private final int liveCount;
  private final Map<String, Integer> ordinals;
  private final long version;

  private CatalogSnapshot(
      @Nullable Item[] items,
      int size,
      int liveCount,
      Map<String, Integer> ordinals,
      long version) {
    this.items = items;
    this.size = size;
    this.liveCount = liveCount;
    this.ordinals = ordinals;
    this.version = version;
  }

  public static CatalogSnapshot empty() {
    return new CatalogSnapshot(new Item[0], 0, 0, new ConcurrentHashMap<>(), 0);
  }

  /** A change of one item: its ordinal and what it is now, or nothing when it is deleted. */
  public record Change(int ordinal, String id, @Nullable Item item) {}

  /**
   * The next snapshot. Changes are applied in order; {@code version} is the store's change number.
   */
  public CatalogSnapshot with(List<Change> changes, long version) {
    int newSize = size;
    for (Change change : changes) {
      newSize = Math.max(newSize, change.ordinal() + 1);
    }
    @Nullable Item[] next = Arrays.copyOf(items, newSize);
    int live = liveCount;
    for (Change change : changes) {
      live += (change.item() == null ? 0 : 1) - (next[change.ordinal()] == null ? 0 : 1);
      next[change.ordinal()] = change.item();
      ordinals.put(change.id(), change.ordinal());
    }
    return new CatalogSnapshot(next, newSize, live, ordinals, version);
  }

  /** One more than the highest ordinal, gaps included: the length of every array by ordinal. */
  public int size() {
    return size;
  }

  /** How many items there are. */
  public int liveCount() {
    return liveCount;
  }

  /** The number of the last change this snapshot has seen. */
  public long version() {
    return version;
  }

  public boolean isLive(int ordinal) {
    return ordinal >= 0 && ordinal < size && items[ordinal] != null;
  }

  /** The item at a live ordinal. */
  public Item item(int ordinal) {
    Item item = isLive(ordinal) ? items[ordinal] : null;
    if (item == null) {
      throw new IndexOutOfBoundsException("no item has the ordinal " + ordinal);
    }
    return item;
  }

  /** The ordinal of a live item, or empty when there is none with this id. */
  public OptionalInt ordinal(String id) {
    Integer ordinal = ordinals.get(id);
    return ordinal == null || !isLive(ordinal) ? OptionalInt.empty() : OptionalInt.of(ordinal);
  }

  /** The live ordinals; a fresh copy the caller may change. */
  public BitSet live() {
    BitSet live = new BitSet(size);
    for (int i = 0; i < size; i++) {
      if (items[i] != null) {
        live.set(i);
      }
    }
    return live;
  }
}
