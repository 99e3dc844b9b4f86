package dev.drago.scoring.linear;

import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The matrix B of a trained {@link LinearRecipe}: a dense block between the most active items and
 * sparse rows for every pair with a rarer one. Immutable, and safe for use by many threads.
 *
 * <p>Weights are float16 times a power of two that puts the largest at the top of float16's range,
 * so that weights down to 2⁻²⁹ of it keep eleven bits. A block that was read from a file stays in
 * the file's pages and costs no heap.
 */
public final class LinearWeights {

  /** The largest finite float16 is 65,504; a scaled weight is below half of 2¹⁶. */
  private static final int TOP_EXPONENT = 14;

  private static final int NO_SLOT = -1;

  private final LinearRecipe recipe;
  private final int items;
  private final int[] ordinals;
  private final int[] slotOf;
  private final int dense;
  private final float scale;
  private final ShortBuffer block;
  private final IntBuffer starts;
  private final IntBuffer targets;
  private final ShortBuffer values;

  /**
   * @param items how many ordinals the catalogue had
   * @param ordinals by slot, the dense ones first
   * @param scale what a stored weight is multiplied with
   * @param block {@code dense × dense} float16, by rows
   * @param starts by slot, where its sparse row begins in {@code targets} and {@code values}; one
   *     more for the end
   * @param targets slots
   * @param values float16
   */
  LinearWeights(
      LinearRecipe recipe,
      int items,
      int[] ordinals,
      int dense,
      float scale,
      ShortBuffer block,
      IntBuffer starts,
      IntBuffer targets,
      ShortBuffer values) {
    this.recipe = recipe;
    this.items = items;
    this.ordinals = ordinals;
    this.dense = dense;
    this.scale = scale;
    this.block = block;
    this.starts = starts;
    this.targets = targets;
    this.values = values;
    this.slotOf = new int[items];
    Arrays.fill(slotOf, NO_SLOT);
    for (int slot = 0; slot < ordinals.length; slot++) {
      slotOf[ordinals[slot]] = slot;
    }
  }

  /** From doubles by rows and what is sparse. */
  static LinearWeights of(
      LinearRecipe recipe, int items, SlotLog log, double[] block, SparsePairs pairs) {
    double largest = 0;
    for (double weight : block) {
      largest = Math.max(largest, Math.abs(weight));
    }
    for (float weight : pairs.values()) {
      largest = Math.max(largest, Math.abs(weight));
    }
    int exponent = largest == 0 ? 0 : Math.getExponent(largest) - TOP_EXPONENT;
    double up = Math.scalb(1.0, -exponent);
    short[] halves = new short[block.length];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = Float.floatToFloat16((float) (block[i] * up));
    }
    short[] values = new short[pairs.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.floatToFloat16((float) (pairs.values()[i] * up));
    }
    return new LinearWeights(
        recipe,
        items,
        log.ordinals(),
        log.dense(),
        Math.scalb(1f, exponent),
        ShortBuffer.wrap(halves),
        IntBuffer.wrap(pairs.starts()),
        IntBuffer.wrap(pairs.targets()),
        ShortBuffer.wrap(values));
  }

  /** What was trained. */
  public LinearRecipe recipe() {
    return recipe;
  }

  /** How many ordinals the catalogue had in training; of those from here on nothing is known. */
  public int items() {
    return items;
  }

  /** How many items something is known of. */
  public int knownItems() {
    return ordinals.length;
  }

  /** How many items have a row and a column in the dense block. */
  public int denseItems() {
    return dense;
  }

  /** How many weights of pairs with a rarer item are kept. */
  public int sparsePairs() {
    return targets.limit();
  }

  /**
   * Scores all items for a history. Items that training saw nothing of get NaN, which is no
   * opinion; so do all items when the part of the history that the recipe reads has no item that
   * training saw. Any other score is a finite number; pairs that are not kept add 0 to it.
   *
   * @param history ordinals, oldest first; those that are unknown only add to the age of what is
   *     before them
   * @param row by ordinal, of any length; overwritten
   */
  public void score(int[] history, float[] row) {
    Arrays.fill(row, Float.NaN);
    float[] sums = new float[ordinals.length];
    short[] halves = new short[dense];
    BitSet counted = new BitSet();
    boolean known = false;
    int read = Math.min(history.length, recipe.window());
    for (int age = 0; age < read; age++) {
      int ordinal = history[history.length - 1 - age];
      int slot = slot(ordinal);
      if (slot == NO_SLOT || (recipe.isSet() && counted.get(slot))) {
        continue;
      }
      counted.set(slot);
      known = true;
      add(slot, (float) Math.pow(recipe.decay(), age), sums, halves);
    }
    if (known) {
      for (int slot = 0; slot < sums.length; slot++) {
        if (ordinals[slot] < row.length) {
          row[ordinals[slot]] = sums[slot] * scale;
        }
      }
    }
  }

  /**
   * The places of a history whose items {@link #score} adds up: among those that the recipe reads,
   * of items that training saw, and of a set each item once, at its newest place.
   */
  public BitSet counted(int[] history) {
    BitSet places = new BitSet();
    BitSet slots = new BitSet();
    int oldest = Math.max(0, history.length - recipe.window());
    for (int place = history.length - 1; place >= oldest; place--) {
      int slot = slot(history[place]);
      if (slot != NO_SLOT && !(recipe.isSet() && slots.get(slot))) {
        slots.set(slot);
        places.set(place);
      }
    }
    return places;
  }

  /**
   * What each item of a history contributes to the scores of some items: the terms {@code x_i ·
   * B_ij} of the sum that {@link #score} gives, with the weight that the item's age gives it.
   *
   * @param history as in {@link #score}
   * @param targets ordinals
   * @return by place among the last items of the history, as many as the recipe reads, oldest
   *     first, and by target; 0 from items that are unknown or counted at a newer place; NaN to
   *     items that are unknown
   */
  public float[][] contributions(int[] history, int[] targets) {
    int read = Math.min(history.length, recipe.window());
    float[][] contributions = new float[read][targets.length];
    int[] slots = new int[targets.length];
    Map<Integer, Integer> places = new HashMap<>();
    for (int t = 0; t < slots.length; t++) {
      slots[t] = slot(targets[t]);
      places.putIfAbsent(slots[t], t);
      if (slots[t] == NO_SLOT) {
        for (float[] ofItem : contributions) {
          ofItem[t] = Float.NaN;
        }
      }
    }
    BitSet counted = new BitSet();
    for (int age = 0; age < read; age++) {
      int slot = slot(history[history.length - 1 - age]);
      if (slot == NO_SLOT || (recipe.isSet() && counted.get(slot))) {
        continue;
      }
      counted.set(slot);
      float weight = (float) Math.pow(recipe.decay(), age) * scale;
      float[] ofItem = contributions[read - 1 - age];
      for (int t = 0; t < slots.length; t++) {
        if (slot < dense && slots[t] != NO_SLOT && slots[t] < dense) {
          ofItem[t] = weight * Float.float16ToFloat(block.get(slot * dense + slots[t]));
        }
      }
      for (int i = starts.get(slot); i < starts.get(slot + 1); i++) {
        Integer target = places.get(this.targets.get(i));
        if (target != null) {
          ofItem[target] += weight * Float.float16ToFloat(values.get(i));
        }
      }
      for (int t = 0; t < slots.length; t++) { // one that is asked for twice
        ofItem[t] = ofItem[places.getOrDefault(slots[t], t)];
      }
    }
    return contributions;
  }

  private int slot(int ordinal) {
    return ordinal >= 0 && ordinal < items ? slotOf[ordinal] : NO_SLOT;
  }

  private void add(int slot, float weight, float[] sums, short[] halves) {
    if (slot < dense) {
      block.get(slot * dense, halves);
      for (int i = 0; i < halves.length; i++) {
        sums[i] += weight * Float.float16ToFloat(halves[i]);
      }
    }
    for (int i = starts.get(slot); i < starts.get(slot + 1); i++) {
      sums[targets.get(i)] += weight * Float.float16ToFloat(values.get(i));
    }
  }

  int[] ordinals() {
    return ordinals;
  }

  float scale() {
    return scale;
  }

  ShortBuffer block() {
    return block.duplicate();
  }

  IntBuffer starts() {
    return starts.duplicate();
  }

  IntBuffer targets() {
    return targets.duplicate();
  }

  ShortBuffer values() {
    return values.duplicate();
  }
}
