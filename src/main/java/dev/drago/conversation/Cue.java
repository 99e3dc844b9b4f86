package dev.drago.conversation;

/** What a word says about the words near it ({@code conversation/cues.txt}). */
enum Cue {
  /** What follows in the clause is not wanted; at the end of a clause, what came before. */
  NOT,
  /** The same with a word of its own meaning: after {@link #NOT} the two cancel. */
  WITHOUT,
  /** Turns the wish of what came before: "anything but", "nothing except". */
  EXCEPT,
  /** The next thing is not wanted: "less violent". */
  LESS,
  /** The next thing is wanted. */
  MORE,
  /** The next mood is not wanted, and what it is said of neither. */
  TOO,
  /** What follows is a measure, no wish: "funnier than that". */
  THAN,
  /** "As funny as", "not as dark as". */
  AS,
  /** What follows is a model: "something like Alien". */
  LIKE,
  /** Praise, of what follows in the clause, or of what came before. */
  LOVE,
  /** Blame, likewise. */
  HATE,
  /** What they know already: no opinion on it. */
  SEEN,
  /** A clause begins. */
  BUT,
  AND,
  /** A wish begins: an earlier "not" that had its object ends. */
  WANT,
  /** A title may follow. */
  NAMED,
  /** What was shown or spoken of last. */
  THAT,
  /** All who bear the name: "the Coen brothers". */
  MANY
}
