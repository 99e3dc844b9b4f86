package dev.drago.llama;

/**
 * What a context had cached of one sequence, taken out of it: plain heap memory that may be kept,
 * shared between threads and restored any number of times into contexts of the same model and kind.
 */
public final class SequenceState {

  SequenceState() {}

  /** How many tokens of the sequence are in it. */
  public int tokens() {
    throw new UnsupportedOperationException();
  }

  /** How much heap it takes. */
  public int bytes() {
    throw new UnsupportedOperationException();
  }
}
