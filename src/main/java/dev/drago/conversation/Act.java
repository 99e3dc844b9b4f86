package dev.drago.conversation;

/** What a turn of a conversation is meant to do. */
public enum Act {
  /** Change what is wanted. */
  REFINE,
  /** "Why?", "why the second one?" */
  WHY,
  /** "More", "what else?": the next of the same. */
  MORE,
  /** "Undo", "forget what I just said". */
  UNDO,
  /** "Start over". */
  START_OVER
}
