package dev.drago.conversation;

import java.util.OptionalDouble;

/**
 * One thing a person said about what they want. Statements of several turns accumulate in a
 * session; each can be taken back alone.
 */
public sealed interface Statement {

  /** An item they like or do not: "like Alien", "I hated Titanic". */
  record OfItem(String itemId, boolean wanted) implements Statement {}

  /**
   * An item of the list shown last: "more like the second one", "not that".
   *
   * @param position from 1; -1 is the last one, 0 the one spoken of last
   */
  record OfPosition(int position, boolean wanted) implements Statement {}

  /**
   * A value of a keyword or flag attribute: "a comedy", "nothing with Tom Cruise".
   *
   * @param attribute a name of the schema
   * @param value as the catalogue writes it
   */
  record OfAttribute(String attribute, String value, boolean wanted) implements Statement {}

  /**
   * A range of a number or date attribute, bounds included: "from the 90s", "not older than 1980".
   * At least one bound is there.
   */
  record OfRange(String attribute, OptionalDouble from, OptionalDouble to, boolean wanted)
      implements Statement {
    public OfRange {
      if (from.isEmpty() && to.isEmpty()) {
        throw new IllegalArgumentException("a range of %s needs a bound".formatted(attribute));
      }
      if (from.isPresent() && to.isPresent() && from.getAsDouble() > to.getAsDouble()) {
        throw new IllegalArgumentException(
            "a range of %s from %s to %s is none".formatted(attribute, from, to));
      }
    }
  }

  /**
   * How it should feel: "funny", "not so dark".
   *
   * @param mood a name of the lexicon of moods, in English
   */
  record OfMood(String mood, boolean wanted) implements Statement {}

  /** What is said in words that are none of the above, to be looked for by meaning. */
  record OfWish(String text) implements Statement {
    public OfWish {
      if (text.isBlank()) {
        throw new IllegalArgumentException("a wish needs words");
      }
    }
  }
}
