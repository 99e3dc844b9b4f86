package dev.drago.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The type of every attribute of a catalogue, in the order in which they were first seen.
 *
 * @param types by attribute name
 */
public record CatalogSchema(Map<String, AttributeType> types) {

  public CatalogSchema {
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
  }

  public static CatalogSchema empty() {
    return new CatalogSchema(Map.of());
  }

  /** This schema with one attribute more; one that is known keeps its type. */
  public CatalogSchema with(String name, AttributeType type) {
    if (types.containsKey(name)) {
      return this;
    }
    Map<String, AttributeType> extended = new LinkedHashMap<>(types);
    extended.put(name, type);
    return new CatalogSchema(extended);
  }
}
