package dev.drago.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The routes, and the role that each needs, as {@code openapi.json} says: the one place where that
 * is said. Only what is found here is let through to a handler, so that no spelling of a path
 * reaches a route whose role it was not asked for.
 */
final class RouteTable {

  private static final String DOCUMENT = "/openapi.json";
  private static final String PARAMETERS = "parameters";
  private static final String SEGMENT = "[^/]+";

  /** Matched as it was sent, like {@link IdPath}. */
  private record Entry(Pattern path, Route route) {}

  private final byte[] document;
  private final Map<String, List<Entry>> byMethod;

  private RouteTable(byte[] document, Map<String, List<Entry>> byMethod) {
    this.document = document;
    this.byMethod = byMethod;
  }

  /** That of the document in the jar. */
  static RouteTable load() {
    try (InputStream in = RouteTable.class.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException(DOCUMENT + " is missing from the jar");
      }
      byte[] document = in.readAllBytes();
      return new RouteTable(document, entries(Json.tree(document)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<Entry>> entries(JsonNode document) {
    List<Entry> entries = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(operation -> !operation.getKey().equals(PARAMETERS))
                    .forEach(
                        operation ->
                            entries.add(
                                new Entry(
                                    pattern(path.getKey(), path.getValue().path(PARAMETERS)),
                                    new Route(
                                        operation.getKey().toUpperCase(Locale.ROOT),
                                        path.getKey(),
                                        operation.getValue().has("requestBody"),
                                        role(operation.getValue().path("security")))))));
    return entries.stream()
        .sorted(Comparator.comparing(entry -> entry.route().template().contains("{")))
        .collect(java.util.stream.Collectors.groupingBy(entry -> entry.route().method()));
  }

  /** A parameter is one segment, unless the document gives a pattern for it. */
  private static Pattern pattern(String template, JsonNode parameters) {
    Map<String, String> patterns = new HashMap<>();
    parameters.forEach(
        parameter ->
            patterns.put(
                "{" + parameter.path("name").asText() + "}",
                parameter
                    .path("schema")
                    .path("pattern")
                    .asText(SEGMENT)
                    .replaceAll("^\\^|\\$$", "")));
    StringBuilder pattern = new StringBuilder();
    for (String segment : template.substring(1).split("/", -1)) {
      pattern
          .append('/')
          .append(
              segment.startsWith("{")
                  ? patterns.getOrDefault(segment, SEGMENT)
                  : Pattern.quote(segment));
    }
    return Pattern.compile(pattern.toString());
  }

  /** A route that says nothing is for administrators; one with an empty list is for all. */
  private static Optional<Role> role(JsonNode security) {
    if (security.isArray() && security.isEmpty()) {
      return Optional.empty();
    }
    String text = security.path(0).path("bearer").path(0).asText();
    return Optional.of(text.isEmpty() ? Role.ADMIN : Role.of(text));
  }

  /** The route of a request, by its path as it was sent. */
  Optional<Route> find(String method, String rawPath) {
    return byMethod.getOrDefault(method, List.of()).stream()
        .filter(entry -> entry.path().matcher(rawPath).matches())
        .map(Entry::route)
        .findFirst();
  }

  List<Route> routes() {
    return byMethod.values().stream().flatMap(List::stream).map(Entry::route).toList();
  }

  /** The contract as it is served. */
  byte[] document() {
    return document.clone();
  }
}
