package dev.drago.catalog;

import static dev.drago.catalog.InvalidFieldException.pointer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The JSON form of an item, the only one there is: in files, over HTTP and in the store.
 *
 * <pre>{@code
 * {"id": "7", "title": "The Glass Harbour", "text": "A lighthouse keeper…",
 *  "attributes": {"year": 1994, "genres": ["Drama"], "colour": true, "released": "1994-03-01"}}
 * }</pre>
 *
 * <p>The schema decides the type of an attribute. One that it does not know gets the type its JSON
 * value suggests; {@link CatalogSchema#addedBy} then says which these were. Reading what was
 * written with {@link CatalogSchema#of the item's own types} gives the same item again.
 */
public final class ItemJson {

  private static final Set<String> FIELDS = Set.of("id", "title", "text", "attributes");
  private static final double EXACT_INTEGERS = 1L << 53;

  private ItemJson() {}

  /**
   * The item a JSON object describes.
   *
   * @throws InvalidFieldException with a pointer to the field and a sentence on what is wrong
   */
  public static Item parse(JsonNode json, CatalogSchema schema) {
    if (!json.isObject()) {
      throw new InvalidFieldException("", "an item is a JSON object, not " + kind(json));
    }
    refuseUnknownFields(json);
    String id = string(json, "id");
    if (id.isEmpty()) {
      throw new InvalidFieldException(pointer("id"), "the item has no id");
    }
    checked(() -> pointer("id"), () -> Item.requireId(id));
    String title = string(json, "title");
    if (title.isBlank()) {
      throw new InvalidFieldException(pointer("title"), "item '" + id + "' has no title");
    }
    Map<String, AttributeValue> attributes = attributes(id, json.path("attributes"), schema);
    return checked(() -> "", () -> new Item(id, title, string(json, "text"), attributes));
  }

  /** The same from text. */
  public static Item parse(String json, CatalogSchema schema) {
    return parse(StrictJson.read(json), schema);
  }

  /** An empty text and an empty set of attributes are left out. */
  public static ObjectNode write(Item item) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", item.id());
    json.put("title", item.title());
    if (!item.text().isEmpty()) {
      json.put("text", item.text());
    }
    if (!item.attributes().isEmpty()) {
      json.set("attributes", writeAttributes(item.attributes()));
    }
    return json;
  }

  /** The attributes alone, as in the field of that name. */
  public static ObjectNode writeAttributes(Map<String, AttributeValue> attributes) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    attributes.forEach((name, value) -> json.set(name, write(value)));
    return json;
  }

  private static JsonNode write(AttributeValue value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (value) {
      case AttributeValue.Text text -> json.textNode(text.value());
      case AttributeValue.Keywords words -> {
        ArrayNode array = json.arrayNode();
        words.values().forEach(array::add);
        yield array;
      }
      case AttributeValue.Numeric number -> writeNumber(number.value());
      case AttributeValue.Flag flag -> json.booleanNode(flag.value());
      case AttributeValue.Date date -> json.textNode(date.value().toString());
    };
  }

  /** A year is 1994, not 1994.0. */
  private static JsonNode writeNumber(double value) {
    boolean integer = value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS;
    boolean negativeZero = value == 0 && 1 / value < 0;
    return integer && !negativeZero
        ? JsonNodeFactory.instance.numberNode((long) value)
        : JsonNodeFactory.instance.numberNode(value);
  }

  private static Map<String, AttributeValue> attributes(
      String id, JsonNode json, CatalogSchema schema) {
    if (json.isMissingNode() || json.isNull()) {
      return Map.of();
    }
    if (!json.isObject()) {
      throw new InvalidFieldException(
          pointer("attributes"),
          "item '%s': attributes is a JSON object, not %s".formatted(id, kind(json)));
    }
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      String name = field.getKey();
      checked(() -> pointer("attributes", name), () -> Item.requireAttributeName(name));
      schema.read(id, name, field.getValue()).ifPresent(value -> attributes.put(name, value));
    }
    return attributes;
  }

  private static void refuseUnknownFields(JsonNode json) {
    List<String> unknown = new ArrayList<>();
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                unknown.add(name);
              }
            });
    if (!unknown.isEmpty()) {
      throw new InvalidFieldException(
          pointer(unknown.getFirst()),
          "an item has the fields id, title, text and attributes, and not '%s'; what else is known of it goes into attributes"
              .formatted(String.join("', '", unknown)));
    }
  }

  private static String string(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw new InvalidFieldException(
          pointer(field), "%s is a JSON string, not %s".formatted(field, kind(value)));
    }
    return value.textValue();
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case NULL, MISSING -> "null";
      case BOOLEAN, NUMBER, STRING, BINARY, POJO -> value.toString();
    };
  }

  private interface Check<T> {
    T run();
  }

  /** Says where it was that a value refused its parts. */
  private static <T> T checked(Supplier<String> pointer, Check<T> check) {
    try {
      return check.run();
    } catch (InvalidFieldException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(pointer.get(), String.valueOf(e.getMessage()));
    }
  }
}
