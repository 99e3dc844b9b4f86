package dev.drago.conversation;

import java.util.List;

/** What some words of an utterance mean, before it is known whether it is wanted. */
sealed interface Meaning {

  /** What a statement can be made of. */
  sealed interface Thing extends Meaning {}

  record OfItem(String itemId) implements Thing {}

  /** Values that are all meant: one as a rule, two for "romcom". */
  record OfValues(List<Mood.Value> values) implements Thing {
    public OfValues {
      values = List.copyOf(values);
    }
  }

  record OfMood(String mood) implements Thing {}

  /**
   * Numbers of an attribute.
   *
   * @param vague "recent" rather than "after 2010": gives way to what is said in numbers
   */
  record OfRange(Bounds bounds, boolean vague) implements Thing {}

  /** A place in the list shown last, as {@link Statement.OfPosition} counts. */
  record OfPosition(int position) implements Thing {}

  record OfCue(Cue cue) implements Meaning {}

  record OfAct(Act act) implements Meaning {}

  /** A word that says which attribute the next value is of, by the role of that attribute. */
  record OfRole(String role) implements Meaning {}

  record Filler() implements Meaning {}
}
