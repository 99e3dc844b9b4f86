package dev.drago.explain;

/** How much of an explanation is wanted. */
public enum Detail {
  NONE,
  /** What was measured. */
  EVIDENCE,
  /** The same in words too, by the chat model where there is one. */
  TEXT
}
