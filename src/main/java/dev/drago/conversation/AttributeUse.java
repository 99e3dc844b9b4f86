package dev.drago.conversation;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How the items of one catalogue use its attributes. */
final class AttributeUse {

  private final CatalogSnapshot catalog;
  private final CatalogSchema schema;
  private final Map<String, Boolean> several = new ConcurrentHashMap<>();

  AttributeUse(CatalogSnapshot catalog, CatalogSchema schema) {
    this.catalog = catalog;
    this.schema = schema;
  }

  /** The catalogue it is of. */
  CatalogSnapshot catalog() {
    return catalog;
  }

  boolean isDeclared(String attribute) {
    return schema.type(attribute).isPresent();
  }

  boolean isDate(String attribute) {
    return schema.type(attribute).filter(type -> type == AttributeType.DATE).isPresent();
  }

  /** Whether at least half of the items that have the attribute have several values of it. */
  boolean hasSeveral(String attribute) {
    return several.computeIfAbsent(attribute, this::count);
  }

  private boolean count(String attribute) {
    int having = 0;
    int many = 0;
    for (int o = 0; o < catalog.size(); o++) {
      if (catalog.isLive(o)
          && catalog.item(o).attributes().get(attribute)
              instanceof AttributeValue.Keywords(var values)) {
        having++;
        many += values.size() > 1 ? 1 : 0;
      }
    }
    return many > 0 && 2 * many >= having;
  }
}
