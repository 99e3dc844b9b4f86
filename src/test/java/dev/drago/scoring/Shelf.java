package dev.drago.scoring;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.catalog.Item;
import dev.drago.index.IndexView;
import dev.drago.index.ItemIndex;
import dev.drago.inference.Deadline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small catalogue with its index, to be scored. */
final class Shelf implements AutoCloseable {

  private final ItemIndex index;
  private volatile CatalogSnapshot catalog = CatalogSnapshot.empty();

  Shelf(Path folder) {
    this.index = ItemIndex.open(folder, CatalogSchema::empty, "test", ItemIndex.EXACT_BELOW);
  }

  static Item item(String id, String title) {
    return new Item(id, title, "", Map.of());
  }

  /** Items without a vector, titled by their ids. */
  Shelf add(String... ids) {
    for (String id : ids) {
      add(item(id, "The " + id), new float[0]);
    }
    return this;
  }

  Shelf add(Item item, float[] vector) {
    int ordinal = catalog.size();
    index.apply(
        List.of(new ItemIndex.Entry(ordinal, item.id(), item, vector)), catalog.version() + 1);
    index.refresh();
    return change(new Change(ordinal, item.id(), item));
  }

  /** Many at once: one change, and one look of the index. */
  Shelf add(List<Item> items, List<float[]> vectors) {
    List<ItemIndex.Entry> entries = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      int ordinal = catalog.size() + i;
      Item item = items.get(i);
      entries.add(new ItemIndex.Entry(ordinal, item.id(), item, vectors.get(i)));
      changes.add(new Change(ordinal, item.id(), item));
    }
    index.apply(entries, catalog.version() + 1);
    index.refresh();
    catalog = catalog.with(changes, catalog.version() + 1);
    return this;
  }

  /** An item the index has not heard of yet. */
  Shelf announce(Item item) {
    return change(new Change(catalog.size(), item.id(), item));
  }

  /** The index hears of an item anew, with this vector. */
  Shelf index(String id, float[] vector) {
    int ordinal = catalog.ordinal(id).orElseThrow();
    index.apply(
        List.of(new ItemIndex.Entry(ordinal, id, catalog.item(ordinal), vector)),
        catalog.version());
    index.refresh();
    return this;
  }

  Shelf delete(String id) {
    int ordinal = catalog.ordinal(id).orElseThrow();
    index.apply(
        List.of(new ItemIndex.Entry(ordinal, id, null, new float[0])), catalog.version() + 1);
    index.refresh();
    return change(new Change(ordinal, id, null));
  }

  private Shelf change(Change change) {
    catalog = catalog.with(List.of(change), catalog.version() + 1);
    return this;
  }

  /** The index as it is now, to be closed by the caller. */
  IndexView view() {
    return index.view();
  }

  CatalogSnapshot catalog() {
    return catalog;
  }

  int[] ordinals(String... ids) {
    List<Integer> ordinals = new ArrayList<>();
    for (String id : ids) {
      ordinals.add(catalog.ordinal(id).orElseThrow());
    }
    return ordinals.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The scorer's row for a profile, for somebody who has all the time. */
  float[] score(Scorer scorer, Profile profile) {
    return score(scorer, profile, Deadline.none());
  }

  /** The scorer's row for a profile, for somebody who waits until a deadline. */
  float[] score(Scorer scorer, Profile profile, Deadline deadline) {
    try (IndexView view = index.view()) {
      return scorer.score(new Scorer.Request(catalog, view, profile, deadline)).join();
    }
  }

  @Override
  public void close() {
    index.close();
  }
}
