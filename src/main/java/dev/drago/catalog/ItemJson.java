package dev.drago.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one JSON form of an item, in files, in the store and over HTTP:
 *
 * <pre>{"id": "heat-1995", "title": "Heat", "text": "…", "attributes": {"year": 1995, …}}</pre>
 *
 * <p>The schema says what a value means. An attribute it does not know is typed by its value: a
 * number, a boolean, a date such as {@code 2024-12-31}, keywords for a string or an array of
 * strings, and text for a string of more than 100 characters.
 */
public final class ItemJson {

  private static final int LONGEST_KEYWORD = 100;
  private static final Set<String> FIELDS = Set.of("id", "title", "text", "attributes");

  private ItemJson() {}

  /** An item, and the schema with the attributes it brought. */
  public record Parsed(Item item, CatalogSchema schema) {}

  /**
   * Reads an item.
   *
   * @throws IllegalArgumentException with a sentence that names the item, the attribute and the
   *     value
   */
  public static Parsed parse(JsonNode node, CatalogSchema schema) {
    if (!(node instanceof ObjectNode object)) {
      throw new IllegalArgumentException("an item must be a JSON object");
    }
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException(
                    "an item has no field '%s'; there are id, title, text and attributes"
                        .formatted(name));
              }
            });
    String id = string(object, "id", true);
    String title = string(object, "title", true);
    String text = string(object, "text", false);
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    CatalogSchema extended = schema;
    JsonNode given = object.path("attributes");
    if (!given.isObject() && !given.isMissingNode() && !given.isNull()) {
      throw new IllegalArgumentException("the attributes of item '" + id + "' must be an object");
    }
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      JsonNode value = entry.getValue();
      if (value.isNull() || (value.isArray() && value.isEmpty())) {
        continue;
      }
      extended = extended.with(entry.getKey(), infer(value));
      AttributeType type = extended.types().getOrDefault(entry.getKey(), AttributeType.TEXT);
      attributes.put(entry.getKey(), value(id, entry.getKey(), value, type));
    }
    return new Parsed(new Item(id, title, text, attributes), extended);
  }

  /** Writes an item; {@link #parse} reads the same back. */
  public static ObjectNode write(Item item) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("id", item.id()).put("title", item.title());
    if (!item.text().isEmpty()) {
      object.put("text", item.text());
    }
    if (!item.attributes().isEmpty()) {
      ObjectNode attributes = object.putObject("attributes");
      item.attributes().forEach((name, value) -> write(attributes, name, value));
    }
    return object;
  }

  private static void write(ObjectNode attributes, String name, AttributeValue attribute) {
    switch (attribute) {
      case AttributeValue.Text(String prose) -> attributes.put(name, prose);
      case AttributeValue.Keywords(List<String> values) -> {
        ArrayNode array = attributes.putArray(name);
        values.forEach(array::add);
      }
      case AttributeValue.Numeric(double number) -> {
        if (number == Math.rint(number) && Math.abs(number) < 1L << 53) {
          attributes.put(name, (long) number);
        } else {
          attributes.put(name, number);
        }
      }
      case AttributeValue.Flag(boolean flag) -> attributes.put(name, flag);
      case AttributeValue.Date(LocalDate date) -> attributes.put(name, date.toString());
    }
  }

  private static String string(ObjectNode object, String field, boolean required) {
    JsonNode node = object.path(field);
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isMissingNode() && !required) {
      return "";
    }
    throw new IllegalArgumentException(
        node.isMissingNode()
            ? "the item has no '%s': %s".formatted(field, excerpt(object))
            : "the item's '%s' must be a string, not %s".formatted(field, excerpt(node)));
  }

  private static AttributeType infer(JsonNode value) {
    if (value.isNumber()) {
      return AttributeType.NUMBER;
    }
    if (value.isBoolean()) {
      return AttributeType.BOOLEAN;
    }
    if (value.isTextual()) {
      if (isDate(value.textValue())) {
        return AttributeType.DATE;
      }
      return value.textValue().length() > LONGEST_KEYWORD
          ? AttributeType.TEXT
          : AttributeType.KEYWORD;
    }
    return AttributeType.KEYWORD;
  }

  private static boolean isDate(String text) {
    if (text.length() != 10) {
      return false;
    }
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static AttributeValue value(String id, String name, JsonNode value, AttributeType type) {
    try {
      switch (type) {
        case TEXT -> {
          if (value.isTextual()) {
            return new AttributeValue.Text(value.textValue());
          }
        }
        case KEYWORD -> {
          if (value.isTextual()) {
            return new AttributeValue.Keywords(List.of(value.textValue()));
          }
          if (value.isArray()) {
            List<String> values = new ArrayList<>();
            for (JsonNode element : value) {
              if (!element.isTextual()) {
                throw mismatch(id, name, value, type);
              }
              values.add(element.textValue());
            }
            return new AttributeValue.Keywords(values);
          }
        }
        case NUMBER -> {
          if (value.isNumber()) {
            return new AttributeValue.Numeric(value.doubleValue());
          }
        }
        case BOOLEAN -> {
          if (value.isBoolean()) {
            return new AttributeValue.Flag(value.booleanValue());
          }
        }
        case DATE -> {
          if (value.isTextual()) {
            return new AttributeValue.Date(LocalDate.parse(value.textValue()));
          }
        }
      }
    } catch (DateTimeParseException e) {
      throw mismatch(id, name, value, type);
    }
    throw mismatch(id, name, value, type);
  }

  private static IllegalArgumentException mismatch(
      String id, String name, JsonNode value, AttributeType type) {
    return new IllegalArgumentException(
        "the attribute '%s' of item '%s' is of type %s, which %s is not"
            .formatted(name, id, type.name().toLowerCase(java.util.Locale.ROOT), excerpt(value)));
  }

  private static String excerpt(JsonNode node) {
    String text = node.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
