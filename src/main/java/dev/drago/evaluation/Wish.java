package dev.drago.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.catalog.StrictJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What somebody asks for in words, and the items they would accept.
 *
 * @param id such as {@code es-07}
 * @param language of the text, two letters
 * @param half whether it may be looked at while something is tuned
 * @param accepted ids of items, at least one
 */
public record Wish(String id, String language, Half half, String text, Set<String> accepted) {

  /** What a wish is for. */
  public enum Half {
    /** Tuned on: figures of it flatter. */
    DEV,
    /** Looked at when nothing is changed any more. */
    TEST
  }

  public Wish {
    accepted = Set.copyOf(accepted);
    if (id.isBlank() || text.isBlank() || accepted.isEmpty() || !language.matches("[a-z]{2}")) {
      throw new IllegalArgumentException(
          "a wish needs an id, a text, a language of two letters and an accepted item: '%s'"
              .formatted(id));
    }
  }

  /**
   * Reads wishes in JSON Lines, objects of {@code id}, {@code language}, {@code half}, {@code text}
   * and {@code accepted}.
   *
   * @param source named in errors
   * @throws IllegalArgumentException with the line that is wrong
   */
  public static List<Wish> read(String lines, String source) {
    List<Wish> wishes = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int number = 0;
    for (String line : lines.lines().toList()) {
      number++;
      try {
        Wish wish = of(StrictJson.read(line));
        if (!ids.add(wish.id)) {
          throw new IllegalArgumentException("the id '%s' occurs twice".formatted(wish.id));
        }
        wishes.add(wish);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s, line %d: %s".formatted(source, number, e.getMessage()), e);
      }
    }
    return wishes;
  }

  private static Wish of(JsonNode json) {
    Set<String> accepted = new HashSet<>();
    for (JsonNode item : json.path("accepted")) {
      if (!accepted.add(item.asText())) {
        throw new IllegalArgumentException(
            "the item '%s' is accepted twice".formatted(item.asText()));
      }
    }
    return new Wish(
        json.path("id").asText(),
        json.path("language").asText(),
        half(json.path("half").asText()),
        json.path("text").asText(),
        accepted);
  }

  private static Half half(String name) {
    return switch (name) {
      case "dev" -> Half.DEV;
      case "test" -> Half.TEST;
      default ->
          throw new IllegalArgumentException("the half '%s' is not dev or test".formatted(name));
    };
  }
}
