package dev.drago.conversation;

/**
 * Some words of an utterance and what they mean.
 *
 * @param from the first word
 * @param to one after the last
 * @param weight how sure it is, against other readings of the same words
 */
record Span(int from, int to, Meaning meaning, double weight) {

  private static final double LONGER = 3;

  /** A longer reading is the likelier one: it is less probable by chance. */
  double score() {
    return weight * (to - from) + LONGER * (to - from - 1);
  }
}
