package dev.drago.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads one JSON value: nothing may follow it, and no object may name a field twice. */
public final class StrictJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /**
   * The value that the text holds.
   *
   * @throws InvalidFieldException with the parser's sentence when the text is not one JSON value
   */
  public static JsonNode read(String json) {
    try {
      JsonNode value = MAPPER.readTree(json);
      if (value.isMissingNode()) {
        throw new InvalidFieldException("", "there is no JSON value");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new InvalidFieldException("", "not JSON: " + e.getOriginalMessage());
    }
  }
}
