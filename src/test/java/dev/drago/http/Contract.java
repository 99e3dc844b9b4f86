package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * {@code openapi.json} as a judge: whether an answer is one that the document promises, and, when a
 * request was taken, whether the document allows that request.
 *
 * <p>The document leaves answers open, so that a field can be added without breaking anybody; here
 * they are closed, so that none is added without being described.
 */
final class Contract {

  static final JsonNode DOCUMENT = load();

  private static final String BASE = "https://drago.test/openapi.json";
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          builder ->
              builder.schemaLoaders(loaders -> loaders.schemas(Map.of(BASE, DOCUMENT.toString()))));
  private static final SchemaValidatorsConfig STRICT =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private static final Set<String> ANSWERED = new ConcurrentSkipListSet<>();

  private Contract() {}

  /** Every operation, as {@code GET /v1/items/{id}}. */
  static Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    DOCUMENT
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        name -> {
                          if (!name.equals("parameters")) {
                            operations.add(name.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    return operations;
  }

  /** The operations that were answered with success so far, in this run. */
  static Set<String> answered() {
    return Set.copyOf(ANSWERED);
  }

  static void check(HttpRequest request, Optional<String> body, Answer answer) {
    String what = "%s %s -> %s".formatted(request.method(), request.uri(), answer);
    requireHeader(what, answer, "X-Request-Id", "/components/headers/RequestId/schema");
    Optional<String> path = path(request);
    if (path.isEmpty()) {
      assertThat(answer.status()).as(what).isIn(404, 405);
      requireProblem(what, answer);
      return;
    }
    String operation =
        "/paths/" + escaped(path.get()) + "/" + request.method().toLowerCase(Locale.ROOT);
    String response = resolved(operation + "/responses/" + answer.status());
    assertThat(DOCUMENT.at(response).isMissingNode()).as("status listed: " + what).isFalse();
    requireContent(what, response, answer);
    if (answer.status() == 503 && answer.mediaType().equals("application/problem+json")) {
      requireHeader(what, answer, "Retry-After", "/components/headers/RetryAfter/schema");
    }
    boolean inParts = answer.status() == 200 && !answer.isEmptyAt("errors");
    if (answer.status() < 300 && !inParts) {
      ANSWERED.add(request.method() + " " + path.get());
      requireAllowed(what, operation, path.get(), request, body);
    }
  }

  private static void requireContent(String what, String response, Answer answer) {
    JsonNode content = DOCUMENT.at(response).path("content");
    if (content.isMissingNode()) {
      assertThat(answer.body()).as(what).isEmpty();
      return;
    }
    String type = answer.mediaType();
    assertThat(content.has(type)).as("media type listed: " + what).isTrue();
    String schema = response + "/content/" + escaped(type) + "/schema";
    if (type.equals("application/jsonl")) {
      answer.lines().forEach(line -> requireValid(what, schema, line));
    } else if (type.startsWith("text/") || type.equals("image/svg+xml")) {
      requireValid(what, schema, TextNode.valueOf(answer.body()));
    } else {
      requireValid(what, schema, answer.json());
    }
    if (answer.status() >= 400 && type.equals("application/problem+json")) {
      requireProblem(what, answer);
    }
  }

  private static void requireProblem(String what, Answer answer) {
    assertThat(answer.mediaType()).as(what).isEqualTo("application/problem+json");
    requireValid(what, "/components/schemas/Problem", answer.json());
    assertThat(answer.json().path("status").asInt()).as(what).isEqualTo(answer.status());
    assertThat(answer.body()).as(what).doesNotContain("Exception", "\tat ", "dev.drago");
  }

  /** The document must not forbid what the code takes. */
  private static void requireAllowed(
      String what, String operation, String path, HttpRequest request, Optional<String> body) {
    String type = request.headers().firstValue("Content-Type").orElse("application/json");
    String schema = operation + "/requestBody/content/" + escaped(type) + "/schema";
    if (type.equals("application/json")) {
      body.ifPresent(json -> requireValid("request of " + what, schema, Answer.parse(json)));
    }
    Set<String> known = new TreeSet<>();
    for (String list : List.of(operation, "/paths/" + escaped(path))) {
      DOCUMENT
          .at(list + "/parameters")
          .forEach(
              parameter ->
                  known.add(
                      parameter.has("$ref")
                          ? DOCUMENT.at(reference(parameter)).path("name").asText()
                          : parameter.path("name").asText()));
    }
    String query = request.uri().getRawQuery();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        assertThat(known).as(what).contains(pair.replaceFirst("=.*", ""));
      }
    }
  }

  private static void requireHeader(String what, Answer answer, String name, String schema) {
    List<String> values = answer.headers().allValues(name);
    assertThat(values).as("%s of %s", name, what).hasSize(1);
    String pattern = DOCUMENT.at(schema).path("pattern").asText("[0-9]+");
    assertThat(values.getFirst()).as(name).matches(pattern);
  }

  static void requireValid(String what, String schema, JsonNode value) {
    var errors = SCHEMAS.getSchema(SchemaLocation.of(BASE + "#" + schema), STRICT).validate(value);
    assertThat(errors).as("%s against %s", what, schema).isEmpty();
  }

  /** The path of the document that a request is of, where its method is listed too. */
  private static Optional<String> path(HttpRequest request) {
    URI uri = request.uri();
    String method = request.method().toLowerCase(Locale.ROOT);
    return DOCUMENT.path("paths").properties().stream()
        .filter(path -> path.getValue().has(method))
        .filter(path -> uri.getRawPath().matches(pattern(path.getKey(), path.getValue())))
        .map(Map.Entry::getKey)
        .min(java.util.Comparator.comparing(template -> template.contains("{")));
  }

  /** A parameter is one segment, unless the document has a pattern for it. */
  private static String pattern(String template, JsonNode path) {
    String pattern = template;
    for (JsonNode parameter : path.path("parameters")) {
      String own = parameter.path("schema").path("pattern").asText();
      if (!own.isEmpty()) {
        pattern =
            pattern.replace(
                "{" + parameter.path("name").asText() + "}",
                own.substring(1, own.length() - 1)); // without its anchors
      }
    }
    return pattern.replaceAll("\\{[a-zA-Z]+}", "[^/]+");
  }

  private static String resolved(String pointer) {
    JsonNode node = DOCUMENT.at(pointer);
    return node.has("$ref") ? reference(node) : pointer;
  }

  private static String reference(JsonNode node) {
    return node.path("$ref").asText().substring(1);
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static JsonNode load() {
    try (InputStream in = Contract.class.getResourceAsStream("/openapi.json")) {
      assertThat(in).isNotNull();
      JsonNode document = Answer.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      close(document);
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("type").asText().equals("object")
        && object.has("properties")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(Contract::close);
  }
}
