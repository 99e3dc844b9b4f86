package dev.drago.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds the type of each attribute from its raw values. It looks at every value that it is shown
 * and keeps only counts, so a whole file can pass through; the import does that in a first pass,
 * because a sample would find out about the odd value only when it is too late to choose.
 *
 * <p>All values booleans, numbers or ISO dates: that type. Any JSON array: keywords. Any text over
 * 100 characters: text. Texts of 40 characters and more on average that hardly repeat: text too.
 * Everything else, mixtures included: keywords, split at '|' in CSV.
 */
public final class SchemaInference {

  private static final int PROSE_MEAN_LENGTH = 40;
  private static final int DISTINCT_TRACKED = 1_000;

  private final Map<String, Evidence> evidence = new LinkedHashMap<>();

  /** Takes note of a cell; a blank one says nothing, nor does one of an impossible attribute. */
  public void observe(String attribute, String cell) {
    if (!cell.isBlank() && Item.isAttributeName(attribute)) {
      evidenceOf(attribute).add(RawValue.of(cell), cell.strip());
    }
  }

  /** Takes note of a JSON value; {@code null} and {@code []} say nothing. */
  public void observe(String attribute, JsonNode value) {
    boolean nothing = value.isNull() || (value.isArray() && value.isEmpty());
    if (!nothing && Item.isAttributeName(attribute)) {
      evidenceOf(attribute).add(RawValue.of(value), value.asText());
    }
  }

  private Evidence evidenceOf(String attribute) {
    return evidence.computeIfAbsent(attribute, name -> new Evidence());
  }

  /** The types that fit everything seen so far. */
  public CatalogSchema schema() {
    Map<String, AttributeType> types = new LinkedHashMap<>();
    evidence.forEach((name, seen) -> types.put(name, seen.type()));
    return new CatalogSchema(types);
  }

  /** What is known of one attribute's values. */
  private static final class Evidence {
    private final Set<RawValue> kinds = EnumSet.noneOf(RawValue.class);
    private final Set<String> distinct = new HashSet<>();
    private long tracked;
    private long count;
    private long length;

    void add(RawValue kind, String text) {
      kinds.add(kind);
      count++;
      length += text.length();
      if (distinct.size() < DISTINCT_TRACKED) {
        tracked++;
        distinct.add(text);
      }
    }

    AttributeType type() {
      if (kinds.contains(RawValue.ARRAY)) {
        return AttributeType.KEYWORD;
      }
      if (kinds.contains(RawValue.LONG)) {
        return AttributeType.TEXT;
      }
      if (kinds.size() == 1) {
        RawValue only = kinds.iterator().next();
        return only == RawValue.SHORT && isProse() ? AttributeType.TEXT : only.type();
      }
      return AttributeType.KEYWORD;
    }

    private boolean isProse() {
      return length >= PROSE_MEAN_LENGTH * count && distinct.size() * 2L > tracked;
    }
  }
}
