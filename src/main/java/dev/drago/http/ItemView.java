package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An item in a list of results.
 *
 * @param shares what each scorer contributed to the score, in a recommendation
 * @param attributes those that were asked for with {@code include}
 * @param reason where an explanation was asked for
 */
record ItemView(
    String itemId,
    String title,
    double score,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Map<String, Double>> shares,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Map<String, JsonNode>> attributes,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ReasonView> reason) {

  static ItemView of(
      Item item, double score, Optional<Map<String, Double>> shares, List<String> include) {
    Optional<Map<String, JsonNode>> attributes =
        include.isEmpty() ? Optional.empty() : Optional.of(attributes(item, include));
    return new ItemView(item.id(), item.title(), score, shares, attributes, Optional.empty());
  }

  ItemView because(ReasonView why) {
    return new ItemView(itemId, title, score, shares, attributes, Optional.of(why));
  }

  private static Map<String, JsonNode> attributes(Item item, List<String> include) {
    ObjectNode whole = ItemJson.write(item);
    Map<String, JsonNode> chosen = new LinkedHashMap<>();
    for (String name : include) {
      JsonNode value = name.equals("text") ? whole.get(name) : whole.path("attributes").get(name);
      if (value != null) {
        chosen.put(name, value);
      }
    }
    return chosen;
  }
}
