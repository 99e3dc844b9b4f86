package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;

/** What the server answered. */
record Answer(int status, HttpHeaders headers, String body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** This answer, once its status is the one that is expected. */
  Answer is(int expected) {
    assertThat(status).as("status of %s", body).isEqualTo(expected);
    return this;
  }

  JsonNode json() {
    return parse(body);
  }

  /** The values of JSON Lines. */
  List<JsonNode> lines() {
    return body.lines().filter(line -> !line.isBlank()).map(Answer::parse).toList();
  }

  String mediaType() {
    return headers.firstValue("Content-Type").orElse("").replaceFirst(";.*", "").strip();
  }

  /** Whether an array of the answer is empty, or not there. */
  boolean isEmptyAt(String field) {
    return !mediaType().equals("application/json") || json().path(field).isEmpty();
  }

  /** The sentence of a problem. */
  String detail() {
    return json().path("detail").asText();
  }

  /** Where a problem is. */
  List<String> pointers() {
    return texts(json().path("errors"), "pointer");
  }

  /** The ids of a list of results, in order. */
  List<String> itemIds() {
    return texts(json().path("items"), "itemId");
  }

  private static List<String> texts(JsonNode array, String field) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.path(field).asText()));
    return texts;
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }
}
