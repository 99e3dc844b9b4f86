package dev.drago.llama;

/** A part of a sequence in a compiled grammar. */
sealed interface GrammarSymbol {

  /** What the rule of this number derives. */
  record Reference(int rule) implements GrammarSymbol {}

  /**
   * One character of a set.
   *
   * @param bounds code points, ascending: the first and the last of each range in turn
   */
  record Characters(int[] bounds) implements GrammarSymbol {

    boolean contains(int codePoint) {
      return intersects(codePoint, codePoint);
    }

    /** Whether it has a character from {@code first} to {@code last}. */
    boolean intersects(int first, int last) {
      for (int i = 0; i < bounds.length && bounds[i] <= last; i += 2) {
        if (first <= bounds[i + 1]) {
          return true;
        }
      }
      return false;
    }
  }
}
