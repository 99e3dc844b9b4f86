package dev.drago.interaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSON form of preferences, in the store and in exports. What is empty is left out.
 *
 * <pre>{@code {"language": "es", "filter": "year:[1980 TO *]", "like": ["alien-1979"]}}</pre>
 */
public final class UserPreferencesJson {

  private UserPreferencesJson() {}

  public static ObjectNode write(UserPreferences preferences) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    preferences.language().ifPresent(code -> json.put("language", code));
    preferences.filter().ifPresent(filter -> json.put("filter", filter));
    write(json, "like", preferences.like());
    write(json, "dislike", preferences.dislike());
    return json;
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws IllegalArgumentException with a sentence when it cannot be preferences
   */
  public static UserPreferences parse(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("preferences are a JSON object");
    }
    return new UserPreferences(
        text(json.path("language")),
        text(json.path("filter")),
        texts(json.path("like")),
        texts(json.path("dislike")));
  }

  private static void write(ObjectNode json, String field, List<String> ids) {
    if (!ids.isEmpty()) {
      ArrayNode array = json.putArray(field);
      ids.forEach(array::add);
    }
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>(array.size());
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
