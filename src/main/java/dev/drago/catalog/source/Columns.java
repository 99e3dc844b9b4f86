package dev.drago.catalog.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds the fields of an item or an interaction among the names that files use for them. */
final class Columns {

  static final String ID = "id";
  static final String TITLE = "title";
  static final String TEXT = "text";
  static final String USER = "user";
  static final String ITEM = "item";
  static final String TYPE = "type";
  static final String VALUE = "value";
  static final String AT = "at";
  static final String EVENT = "event";

  /** Where several names of one field are there, the first of this list is the field. */
  private static final List<String> ITEM_NAMES =
      List.of(
          "itemid",
          "item",
          "movieid",
          "filmid",
          "bookid",
          "productid",
          "articleid",
          "contentid",
          "asin",
          "isbn",
          "sku");

  private static final Map<String, List<String>> OF_ITEMS =
      Map.of(
          ID, with(ID, ITEM_NAMES),
          TITLE, List.of(TITLE, "name", "itemname", "productname"),
          TEXT, List.of(TEXT, "description", "overview", "plot", "synopsis", "summary"));

  private static final Map<String, List<String>> OF_INTERACTIONS =
      Map.of(
          USER, List.of(USER, "userid", "uid", "customerid", "customer", "visitorid", "reviewerid"),
          ITEM, ITEM_NAMES,
          TYPE, List.of(TYPE, "event", "eventtype", "action", "interaction"),
          VALUE, List.of(VALUE, "rating", "stars", "score"),
          AT, List.of(AT, "timestamp", "time", "datetime", "date", "ts", "unixreviewtime"),
          EVENT, List.of("eventid"));

  private Columns() {}

  private static List<String> with(String first, List<String> others) {
    List<String> names = new ArrayList<>(List.of(first));
    names.addAll(others);
    return List.copyOf(names);
  }

  /** The columns that hold id, title and text, by field; those that are there. */
  static Map<String, String> ofItems(List<String> header, ColumnMapping mapping) {
    return find(header, mapping, OF_ITEMS);
  }

  /** The columns that hold the fields of an interaction, by field; those that are there. */
  static Map<String, String> ofInteractions(List<String> header, ColumnMapping mapping) {
    return find(header, mapping, OF_INTERACTIONS);
  }

  private static Map<String, String> find(
      List<String> header, ColumnMapping mapping, Map<String, List<String>> namesOfFields) {
    Map<String, String> columns = new LinkedHashMap<>();
    Map<String, String> unmapped = new LinkedHashMap<>();
    for (String column : header) {
      String mapped = mapping.fields().get(column);
      if (mapped == null) {
        unmapped.putIfAbsent(simplified(column), column);
      } else if (namesOfFields.containsKey(mapped)) {
        columns.put(mapped, column);
      }
    }
    namesOfFields.forEach(
        (field, names) -> {
          for (String name : names) {
            String column = unmapped.get(name);
            if (column != null) {
              columns.putIfAbsent(field, column);
            }
          }
        });
    return columns;
  }

  /** {@code movie_id}, {@code movieId} and {@code Movie ID} are the same name. */
  private static String simplified(String column) {
    return column.replaceAll("[ _-]", "").toLowerCase(Locale.ROOT);
  }

  /** The type of interactions that say none: a rating where a column of ratings gives the value. */
  static String typeOf(Map<String, String> found) {
    String value = simplified(found.getOrDefault(VALUE, ""));
    return value.equals("rating") || value.equals("stars") ? InteractionFields.RATING : "";
  }

  /** Refuses a header that names a column twice, or lacks one that the mapping names. */
  static void check(List<String> header, ColumnMapping mapping) throws LineProblem {
    for (String column : header) {
      if (header.indexOf(column) != header.lastIndexOf(column)) {
        throw header("the header names the column '" + column + "' twice");
      }
    }
    for (String column : mapping.fields().keySet()) {
      if (!header.contains(column)) {
        throw header(
            "the mapping names the column '%s', and the header has %s"
                .formatted(column, listed(header)));
      }
    }
  }

  /** Refuses a header in which a field was not found. */
  static void require(String field, Map<String, String> found, List<String> header)
      throws LineProblem {
    if (!found.containsKey(field)) {
      throw header(
          "no column is recognised as the %s; the header has %s".formatted(field, listed(header)));
    }
  }

  static LineProblem header(String sentence) {
    return new LineProblem(ImportError.Kind.FILE, sentence);
  }

  static String listed(List<String> header) {
    String names = String.join(", ", header);
    return names.length() > 200 ? names.substring(0, 200) + "…" : names;
  }
}
