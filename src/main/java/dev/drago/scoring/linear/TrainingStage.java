package dev.drago.scoring.linear;

/** What training does, in order. */
public enum TrainingStage {
  /** Histories are laid out by item. */
  LOG,
  /** {@code XᵀX} and {@code XᵀY} of the dense part are summed. */
  SUMS,
  /** The dense part is solved. */
  SOLVE,
  /** Pairs with rarer items are summed, item by item. */
  RARE,
  /** Weights are rounded to float16. */
  ROUND
}
