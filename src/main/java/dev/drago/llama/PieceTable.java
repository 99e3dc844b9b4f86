package dev.drago.llama;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The tokens of a vocabulary that stand for text, in the order of their bytes: what neighbours have
 * in common is looked at once when all of them are held against a grammar. Control tokens stand for
 * no text, so no grammar lets them pass.
 */
final class PieceTable {

  private final int[] tokens;
  private final byte[][] pieces;

  /** How many bytes a piece shares with the one before. */
  private final int[] shared;

  private final int longest;

  private PieceTable(int[] tokens, byte[][] pieces) {
    this.tokens = tokens;
    this.pieces = pieces;
    this.shared = new int[pieces.length];
    int max = 0;
    for (int i = 0; i < pieces.length; i++) {
      int mismatch = i == 0 ? 0 : Arrays.mismatch(pieces[i - 1], pieces[i]);
      shared[i] = mismatch < 0 ? pieces[i].length : mismatch;
      max = Math.max(max, pieces[i].length);
    }
    this.longest = max;
  }

  static PieceTable of(Vocabulary vocabulary) {
    record Entry(int token, byte[] piece) {}
    List<Entry> entries = new ArrayList<>();
    for (int token = 0; token < vocabulary.size(); token++) {
      byte[] piece = vocabulary.piece(token, false);
      if (piece.length > 0 && !vocabulary.isEndOfGeneration(token)) {
        entries.add(new Entry(token, piece));
      }
    }
    entries.sort(Comparator.comparing(Entry::piece, Arrays::compareUnsigned));
    return new PieceTable(
        entries.stream().mapToInt(Entry::token).toArray(),
        entries.stream().map(Entry::piece).toArray(byte[][]::new));
  }

  /** Gives every token whose text may follow. */
  void following(GrammarState state, IntConsumer allowed) {
    GrammarState[] path = new GrammarState[longest + 1];
    path[0] = state;
    int alive = 0; // path[alive] is the last state that the piece before reached
    for (int i = 0; i < pieces.length; i++) {
      if (shared[i] > alive) {
        continue; // it begins as the one before, which was refused
      }
      alive = shared[i];
      byte[] piece = pieces[i];
      while (alive < piece.length) {
        GrammarState next = path[alive].next(piece[alive]);
        if (next.isDead()) {
          break;
        }
        path[++alive] = next;
      }
      if (alive == piece.length) {
        allowed.accept(tokens[i]);
      }
    }
  }
}
