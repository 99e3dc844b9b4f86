package dev.drago.scoring.linear;

/** What training does, in order. */
public enum TrainingStage {
  /** Histories are laid out by item. */
  LOG("log"),
  /** {@code XᵀX} and {@code XᵀY} of the dense part are summed. */
  SUMS("sums"),
  /** The dense part is solved. */
  SOLVE("solve"),
  /** Pairs with rarer items are summed, item by item. */
  RARE("rare pairs"),
  /** Weights are rounded to float16. */
  ROUND("rounding");

  private final String label;

  TrainingStage(String label) {
    this.label = label;
  }

  /** A word or two for people. */
  public String label() {
    return label;
  }
}
