package dev.drago.catalog.source;

import java.util.Map;

/**
 * Which column is what, where its name does not say it.
 *
 * <p>Common names need no mapping, in any case and with or without '_': {@code item_id}, {@code
 * movieId}, {@code userId}, {@code rating}, {@code timestamp} and more ({@link Columns}). A mapping
 * comes before them. In a file of items what is not id, title or text is an attribute of the
 * column's name; in a file of interactions it is left out.
 *
 * @param fields from the column's name to {@code id}, {@code title}, {@code text} or an attribute's
 *     name, for interactions to {@code user}, {@code item}, {@code value}, {@code type}, {@code at}
 *     or {@code event}; or to {@value #LEAVE_OUT}
 */
public record ColumnMapping(Map<String, String> fields) {

  /** Maps to a column that is not wanted. */
  public static final String LEAVE_OUT = "-";

  private static final ColumnMapping STANDARD = new ColumnMapping(Map.of());

  public ColumnMapping {
    fields = Map.copyOf(fields);
  }

  /** The common names alone. */
  public static ColumnMapping standard() {
    return STANDARD;
  }
}
