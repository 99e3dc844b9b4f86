package dev.drago.explain;

/** Who put evidence into words. */
public enum WordedBy {
  TEMPLATE,
  /** The chat model, and its text has passed the {@link WordingCheck}. */
  CHAT
}
