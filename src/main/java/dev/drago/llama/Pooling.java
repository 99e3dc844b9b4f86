package dev.drago.llama;

/** How the vectors of a sequence's tokens become one vector. */
public enum Pooling {
  /** Not at all: each token keeps its own. */
  NONE(0),
  /** The mean; only of an encoder (on a decoder it ends the process). */
  MEAN(1),
  /** That of the first token; only of an encoder. */
  CLS(2),
  /** That of the last token. */
  LAST(3);

  final int code;

  Pooling(int code) {
    this.code = code;
  }
}
