package dev.drago.catalog;

/** The type of an attribute over the whole catalogue. */
public enum AttributeType {
  TEXT,
  KEYWORD,
  NUMBER,
  BOOLEAN,
  DATE
}
