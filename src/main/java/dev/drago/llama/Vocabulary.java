package dev.drago.llama;

import java.util.OptionalInt;

/** The tokens of a model and how text becomes tokens. Safe for use by many threads. */
public final class Vocabulary {

  /** The longest text, in UTF-8 bytes, that {@link #tokenize} accepts. */
  public static final int MAX_TEXT_BYTES = 4 << 20;

  Vocabulary() {}

  public int size() {
    throw new UnsupportedOperationException();
  }

  /**
   * @param addSpecial whether the model's own leading and trailing tokens are added
   * @param parseSpecial whether the names of control tokens in the text become these tokens; never
   *     for text from outside. User-defined tokens, such as item tokens, are always parsed
   */
  public int[] tokenize(String text, boolean addSpecial, boolean parseSpecial) {
    throw new UnsupportedOperationException();
  }

  /** The token as the vocabulary writes it, for instance {@code <item:42>}. */
  public String text(int token) {
    throw new UnsupportedOperationException();
  }

  /**
   * The bytes the token stands for in running text: maybe part of a character.
   *
   * @param special whether control tokens give their name instead of nothing
   */
  public byte[] piece(int token, boolean special) {
    throw new UnsupportedOperationException();
  }

  public boolean isEndOfGeneration(int token) {
    throw new UnsupportedOperationException();
  }

  public OptionalInt bos() {
    throw new UnsupportedOperationException();
  }

  public OptionalInt eos() {
    throw new UnsupportedOperationException();
  }
}
