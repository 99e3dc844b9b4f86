package dev.drago.scoring.linear;

/**
 * The sufficient statistics of a recipe, row by row from where an item occurs: {@code XᵀX} and
 * {@code XᵀY}. No matrix is kept here, so that rows of rare items cost what these items cost.
 */
sealed interface PairSums permits CoOccurrences, Transitions {

  /** Takes one term of a sum. */
  interface Sink {
    void add(int slot, double term);
  }

  static PairSums of(LinearRecipe recipe, SlotLog log) {
    return recipe.isSet() ? new CoOccurrences(log) : new Transitions(log, recipe);
  }

  /** The terms of row {@code slot} of {@code XᵀX}, in the columns below {@code limit}. */
  void gram(int slot, int limit, Sink sink);

  /** The terms of row {@code slot} of {@code XᵀY}: what comes after the item. */
  void after(int slot, int limit, Sink sink);

  /** The terms of column {@code slot} of {@code XᵀY}: what comes before the item. */
  void before(int slot, int limit, Sink sink);

  /** {@code (XᵀX)_ii}. */
  double diagonal(int slot);
}
