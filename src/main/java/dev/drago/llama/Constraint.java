package dev.drago.llama;

import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;

/** A grammar at work on a text: which tokens of a vocabulary it allows next. */
final class Constraint {

  private final Grammar grammar;
  private final Vocabulary vocabulary;
  private final PieceTable pieces;
  private final Candidates candidates;
  private GrammarState state;

  Constraint(Grammar grammar, Vocabulary vocabulary) {
    this.grammar = grammar;
    this.vocabulary = vocabulary;
    this.pieces = vocabulary.pieces();
    this.candidates = new Candidates(vocabulary.size());
    this.state = grammar.start();
  }

  int vocabularySize() {
    return vocabulary.size();
  }

  /** Room for all tokens, for who chooses among them. */
  Candidates candidates() {
    return candidates;
  }

  void requireFit(MemorySegment logits) {
    if (logits.byteSize() != (long) vocabulary.size() * Float.BYTES) {
      throw new IllegalArgumentException("this sampler is for contexts of another model");
    }
  }

  boolean allows(int token) {
    if (vocabulary.isEndOfGeneration(token)) {
      return state.canEnd();
    }
    byte[] piece = vocabulary.piece(token, false);
    return piece.length > 0 && !after(piece).isDead();
  }

  /** Gives every token that {@link #allows}. */
  void allowed(IntConsumer allowed) {
    if (state.canEnd()) {
      vocabulary.endings().forEach(allowed);
    }
    pieces.following(state, allowed);
  }

  boolean mustEnd() {
    return state.mustEnd();
  }

  /** Whether the text has come to the middle of a character. */
  boolean isWithinCharacter() {
    return state.isWithinCharacter();
  }

  void accept(int token) {
    if (!allows(token)) {
      throw new IllegalArgumentException(
          "the grammar does not allow the token '%s' here".formatted(vocabulary.text(token)));
    }
    if (!vocabulary.isEndOfGeneration(token)) {
      state = after(vocabulary.piece(token, false));
    }
  }

  void reset() {
    state = grammar.start();
  }

  private GrammarState after(byte[] piece) {
    GrammarState after = state;
    for (byte b : piece) {
      after = after.next(b);
    }
    return after;
  }
}
