package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * JSON at the edge. Strict in what it takes: an unknown field, a number where a string belongs or
 * something after the end is an error with the place named, never silently something else.
 */
final class Json {

  private static final int MAX_DEPTH = 64;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              new com.fasterxml.jackson.core.JsonFactoryBuilder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  private Json() {}

  /** Reads the body as {@code type}; throws {@link ProblemException} with the place of an error. */
  static <T> T read(ServerRequest request, Class<T> type) {
    requireJson(request);
    try (InputStream in = request.content().inputStream()) {
      T value = MAPPER.readValue(in, type);
      if (value == null) {
        throw ProblemException.badRequest("the body is null, not an object");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireJson(ServerRequest request) {
    String type =
        request.headers().contentType().map(t -> t.mediaType().text()).orElse("application/json");
    if (!type.endsWith("json")) {
      throw new ProblemException(
          Problem.of(
              Status.UNSUPPORTED_MEDIA_TYPE_415, "the body is " + type + ", not application/json"));
    }
  }

  static ProblemException malformed(JsonProcessingException e) {
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      StringBuilder pointer = new StringBuilder();
      for (JsonMappingException.Reference step : mapping.getPath()) {
        pointer
            .append('/')
            .append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
      }
      String detail =
          e instanceof UnrecognizedPropertyException unknown
              ? "there is no field '%s'; there are: %s"
                  .formatted(unknown.getPropertyName(), unknown.getKnownPropertyIds())
              : e.getOriginalMessage().lines().findFirst().orElse("");
      return ProblemException.badRequest(
          "the body does not have the form that is asked for", pointer.toString(), detail);
    }
    JsonLocation at = e.getLocation();
    String place =
        at == null ? "" : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
    return ProblemException.badRequest(
        "the body is not JSON: %s%s"
            .formatted(e.getOriginalMessage().lines().findFirst().orElse(""), place));
  }

  /** Answers 200 with {@code body}. */
  static void send(ServerResponse response, Object body) {
    send(response, Status.OK_200, body);
  }

  static void send(ServerResponse response, Status status, Object body) {
    response.status(status);
    response.header(HeaderValues.CONTENT_TYPE_JSON);
    response.send(bytes(body));
  }

  static void sendProblem(ServerResponse response, Problem problem) {
    response.status(Status.create(problem.status()));
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/problem+json"));
    response.send(bytes(problem));
  }

  private static byte[] bytes(Object body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer could not be written as JSON", e);
    }
  }

  /** Parses a piece of JSON, such as a line of JSON Lines. */
  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw malformed(e);
    }
  }
}
