package dev.drago.conversation.reading;

/**
 * One word of an utterance.
 *
 * @param written as the person wrote it
 * @param raw its letters and digits in lower case
 * @param folded the same, with a spelling mistake mended
 * @param english the stem of {@code folded}
 * @param spanish likewise
 * @param start where it begins in the utterance
 * @param end where what follows it begins
 * @param before what stands between it and the word before it
 * @param quoted whether it stands between quotation marks
 * @param capital whether it is capitalised where that means something: not at the beginning of a
 *     sentence, nor where everything is
 */
record Token(
    String written,
    String raw,
    String folded,
    String english,
    String spanish,
    int start,
    int end,
    Gap before,
    boolean quoted,
    boolean capital) {

  /** What stands between two words. */
  enum Gap {
    NONE,
    HYPHEN,
    /** A full stop or comma inside a number: "7.5", "1,000". */
    NUMBER,
    /** A comma, a dash, a parenthesis. */
    COMMA,
    /** The end of a sentence, or the beginning of the utterance. */
    STOP
  }

  boolean mended() {
    return !raw.equals(folded);
  }
}
