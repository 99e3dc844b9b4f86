package dev.drago.scoring;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.inference.ItemTokens;
import java.util.Arrays;

/** Which item token of a model is which item of one catalogue. */
final class ItemSlots {

  static final int NONE = -1;

  private final CatalogSnapshot catalog;
  private final ItemTokens items;
  private final int[] slotOfOrdinal;
  private final int[] ordinalOfSlot;

  ItemSlots(CatalogSnapshot catalog, ItemTokens items) {
    this.catalog = catalog;
    this.items = items;
    this.slotOfOrdinal = new int[catalog.size()];
    this.ordinalOfSlot = new int[items.size()];
    Arrays.fill(slotOfOrdinal, NONE);
    for (int slot = 0; slot < ordinalOfSlot.length; slot++) {
      ordinalOfSlot[slot] = catalog.ordinal(items.ids().get(slot)).orElse(NONE);
      if (ordinalOfSlot[slot] != NONE) {
        slotOfOrdinal[ordinalOfSlot[slot]] = slot;
      }
    }
  }

  /** Those of {@code next}: these, where it is the same catalogue. */
  ItemSlots of(CatalogSnapshot next) {
    return next == catalog ? this : new ItemSlots(next, items);
  }

  /** The slot of an item, or {@link #NONE}: the model has no token for it. */
  int slot(int ordinal) {
    return ordinal < slotOfOrdinal.length ? slotOfOrdinal[ordinal] : NONE;
  }

  /** A row by slot as one by ordinal. */
  float[] byOrdinal(float[] bySlot) {
    float[] row = Scorer.noOpinion(catalog.size());
    for (int slot = 0; slot < bySlot.length; slot++) {
      if (ordinalOfSlot[slot] != NONE) {
        row[ordinalOfSlot[slot]] = bySlot[slot];
      }
    }
    return row;
  }
}
