package dev.drago.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.catalog.AttributeType;
import dev.drago.catalog.CatalogSchema;
import dev.drago.interaction.Interaction;
import dev.drago.store.SessionRepository.Stored;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of the files of an export, and a line of each. */
final class ArchiveFiles {

  static final String SCHEMA = "schema.json";
  static final String ITEMS = "items.jsonl";
  static final String USERS = "users.jsonl";
  static final String INTERACTIONS = "interactions.jsonl";
  static final String DOCUMENTS = "documents.jsonl";
  static final String SESSIONS = "sessions.jsonl";
  static final String FUSION = "fusion.json";

  private ArchiveFiles() {}

  /** {@code {"year":"number",…}}, in the order in which the attributes were met. */
  static ObjectNode write(CatalogSchema schema) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    schema.types().forEach((name, type) -> json.put(name, type.name().toLowerCase(Locale.ROOT)));
    return json;
  }

  static CatalogSchema schema(JsonNode json) {
    Map<String, AttributeType> types = new LinkedHashMap<>();
    json.properties()
        .forEach(
            entry ->
                types.put(
                    entry.getKey(),
                    AttributeType.valueOf(entry.getValue().asText().toUpperCase(Locale.ROOT))));
    return new CatalogSchema(types);
  }

  static ObjectNode write(Interaction interaction) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("userId", interaction.userId());
    json.put("itemId", interaction.itemId());
    json.put("type", interaction.type());
    interaction.value().ifPresent(value -> json.put("value", value));
    interaction.at().ifPresent(at -> json.put("at", at.toString()));
    interaction.eventId().ifPresent(event -> json.put("eventId", event));
    interaction.recommendationId().ifPresent(id -> json.put("recommendationId", id));
    return json;
  }

  static Interaction interaction(JsonNode json) {
    return new Interaction(
        text(json, "userId"),
        text(json, "itemId"),
        text(json, "type"),
        json.path("value").isNumber()
            ? Optional.of(json.get("value").asDouble())
            : Optional.empty(),
        optional(json, "at").map(Instant::parse),
        optional(json, "eventId"),
        optional(json, "recommendationId"));
  }

  /** The body as a text: it comes back to the byte. */
  static ObjectNode write(Stored session) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", session.id());
    session.owner().ifPresent(owner -> json.put("owner", owner));
    json.put("touched", session.touched().toString());
    json.put("body", session.body());
    return json;
  }

  static Stored session(JsonNode json) {
    return new Stored(
        text(json, "id"),
        optional(json, "owner"),
        Instant.parse(text(json, "touched")),
        text(json, "body"));
  }

  static String text(JsonNode json, String field) {
    return optional(json, field)
        .orElseThrow(() -> new IllegalArgumentException("there is no text '" + field + "'"));
  }

  static Optional<String> optional(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }
}
