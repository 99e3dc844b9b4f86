package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

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
          .addModule(new SimpleModule().addDeserializer(Instant.class, new Rfc3339()))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              strings ->
                  strings
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
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
      throw Malformed.of(e);
    } catch (CharConversionException e) {
      throw ProblemException.badRequest("the body is not UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a part of a body as {@code type}. */
  static <T> T convert(JsonNode node, Class<T> type) {
    try {
      T value = MAPPER.treeToValue(node, type);
      if (value == null) {
        throw ProblemException.badRequest("the value is null", "", "must be an object");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw Malformed.of(e);
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

  static byte[] bytes(Object body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer could not be written as JSON", e);
    }
  }

  /** Parses a piece of JSON, such as a line of JSON Lines. */
  static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw Malformed.of(e);
    } catch (IOException e) {
      throw ProblemException.badRequest("the line is not UTF-8");
    }
  }

  /** Times as RFC 3339 has them. A bare number is none: seconds or milliseconds, who knows. */
  private static final class Rfc3339 extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1;

    Rfc3339() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (!parser.hasToken(JsonToken.VALUE_STRING)) {
        throw MismatchedInputException.from(parser, Instant.class, "not a string");
      }
      String text = parser.getText();
      try {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() >= 0 && time.getYear() <= 9999) {
          return time.toInstant();
        }
      } catch (DateTimeParseException e) {
        // said below
      }
      throw MismatchedInputException.from(parser, Instant.class, "not a time");
    }
  }
}
