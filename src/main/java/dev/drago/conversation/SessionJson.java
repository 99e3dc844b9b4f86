package dev.drago.conversation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** A session as JSON, as the store keeps it. */
final class SessionJson {

  /** How a statement says of what kind it is. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Statement.OfItem.class, name = "item"),
    @JsonSubTypes.Type(value = Statement.OfPosition.class, name = "position"),
    @JsonSubTypes.Type(value = Statement.OfAttribute.class, name = "attribute"),
    @JsonSubTypes.Type(value = Statement.OfRange.class, name = "range"),
    @JsonSubTypes.Type(value = Statement.OfMood.class, name = "mood"),
    @JsonSubTypes.Type(value = Statement.OfWish.class, name = "wish")
  })
  private interface Kinds {}

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addMixIn(Statement.class, Kinds.class)
          .build();

  private SessionJson() {}

  static String write(Session session) {
    try {
      return MAPPER.writeValueAsString(session);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a session could not be written as JSON", e);
    }
  }

  /**
   * @throws IllegalArgumentException when the text is no session that {@link #write} made
   */
  static Session read(String json) {
    try {
      return MAPPER.readValue(json, Session.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a stored session cannot be read: " + e.getMessage(), e);
    }
  }
}
