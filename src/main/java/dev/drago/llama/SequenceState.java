package dev.drago.llama;

/**
 * What a context had cached of one sequence, taken out of it: plain heap memory that may be kept,
 * shared between threads and restored any number of times into contexts of the same model, or a
 * {@link LlamaModel#twin} of it, and of the same kind.
 *
 * <p>llama.cpp believes what it restores, so that only {@link LlamaContext#saveSequence} can make
 * one and nobody can change it.
 */
public final class SequenceState {

  private final LlamaModel model;
  private final boolean flashAttention;
  private final int tokens;
  private final byte[] content;

  SequenceState(LlamaModel model, boolean flashAttention, int tokens, byte[] content) {
    this.model = model;
    this.flashAttention = flashAttention;
    this.tokens = tokens;
    this.content = content;
  }

  /** How many tokens of the sequence are in it. */
  public int tokens() {
    return tokens;
  }

  /** How much heap it takes. */
  public int bytes() {
    return content.length;
  }

  byte[] content() {
    return content;
  }

  /** Flash attention stores values untransposed: another layout. */
  boolean fits(LlamaModel other, boolean otherFlashAttention) {
    return model.isTwinOf(other) && flashAttention == otherFlashAttention;
  }
}
