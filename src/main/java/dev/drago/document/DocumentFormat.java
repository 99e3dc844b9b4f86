package dev.drago.document;

/** What the content of a document is written in. */
public enum DocumentFormat {
  /** Plain text; a blank line ends a paragraph. */
  TEXT,
  /** CommonMark. */
  MARKDOWN,
  /** HTML, a whole page or a part of one. */
  HTML
}
