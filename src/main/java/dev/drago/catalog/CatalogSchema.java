package dev.drago.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which attributes the catalogue has and the one type of each.
 *
 * <p>A schema is declared, inferred from the values of a file ({@link SchemaInference}), or grown
 * item by item: {@code schema.merge(schema.addedBy(item))}. It also reads raw values, so that a
 * value that does not fit its type is refused everywhere with the same sentence.
 *
 * @param types by attribute name, in the order the names were met
 */
public record CatalogSchema(Map<String, AttributeType> types) {

  private static final CatalogSchema EMPTY = new CatalogSchema(Map.of());

  public CatalogSchema {
    types.keySet().forEach(Item::requireAttributeName);
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
  }

  public static CatalogSchema empty() {
    return EMPTY;
  }

  /** The types that an item's attributes have. */
  public static CatalogSchema of(Item item) {
    Map<String, AttributeType> types = new LinkedHashMap<>();
    item.attributes().forEach((name, value) -> types.put(name, value.type()));
    return new CatalogSchema(types);
  }

  public Optional<AttributeType> type(String attribute) {
    return Optional.ofNullable(types.get(attribute));
  }

  public boolean isEmpty() {
    return types.isEmpty();
  }

  /** All attributes of both. Where both know one, the type in this schema holds. */
  public CatalogSchema merge(CatalogSchema other) {
    if (types.keySet().containsAll(other.types.keySet())) {
      return this;
    }
    Map<String, AttributeType> merged = new LinkedHashMap<>(types);
    other.types.forEach(merged::putIfAbsent);
    return new CatalogSchema(merged);
  }

  /** What an item has that this schema does not know yet; empty when it brings nothing new. */
  public CatalogSchema addedBy(Item item) {
    if (types.keySet().containsAll(item.attributes().keySet())) {
      return EMPTY;
    }
    Map<String, AttributeType> added = new LinkedHashMap<>(of(item).types);
    added.keySet().removeAll(types.keySet());
    return new CatalogSchema(added);
  }

  /**
   * Refuses an item with an attribute of another type than this schema's. Whoever stores items asks
   * the schema that is stored: the one an item was read with may have been of another file, or of a
   * moment ago.
   *
   * @throws InvalidFieldException naming item, attribute and both types
   */
  public void requireFits(Item item) {
    item.attributes()
        .forEach(
            (name, value) -> {
              AttributeType type = types.getOrDefault(name, value.type());
              if (value.type() != type) {
                throw new InvalidFieldException(
                    InvalidFieldException.pointer("attributes", name),
                    "item '%s': the attribute '%s' is of type %s, and a %s does not fit"
                        .formatted(item.id(), name, lower(type), lower(value.type())));
              }
            });
  }

  private static String lower(AttributeType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the text of one attribute, as in a cell of a CSV file. An attribute the schema does not
   * know gets the type this one value suggests.
   *
   * @return empty when the text is blank or holds no value: the item lacks the attribute
   * @throws InvalidFieldException naming item, attribute, value and type when they do not fit
   */
  public Optional<AttributeValue> read(String itemId, String attribute, String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    AttributeType type = type(attribute).orElseGet(() -> RawValue.of(text).type());
    return RawValue.read(type, text, reason -> misfit(itemId, attribute, type, text, reason));
  }

  /** The same for a JSON value; {@code null} and {@code []} are no value. */
  public Optional<AttributeValue> read(String itemId, String attribute, JsonNode value) {
    if (value.isNull() || (value.isArray() && value.isEmpty())) {
      return Optional.empty();
    }
    AttributeType type = type(attribute).orElseGet(() -> RawValue.of(value).type());
    return RawValue.read(
        type, value, reason -> misfit(itemId, attribute, type, value.toString(), reason));
  }

  private static InvalidFieldException misfit(
      String itemId, String attribute, AttributeType type, String value, String reason) {
    String shown = value.length() > 60 ? value.substring(0, 60) + "…" : value;
    return new InvalidFieldException(
        InvalidFieldException.pointer("attributes", attribute),
        "item '%s': the attribute '%s' is of type %s, and %s does not fit: %s"
            .formatted(itemId, attribute, lower(type), shown, reason));
  }
}
