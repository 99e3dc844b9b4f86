package dev.drago.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.catalog.StrictJson;
import dev.drago.conversation.Act;
import dev.drago.conversation.Critique;
import dev.drago.conversation.Statement;
import dev.drago.recommend.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An utterance about the demo catalogue and what it says, written by a person.
 *
 * <p>One JSON object a line in {@code conversation/utterances.jsonl}: {@code part}, {@code
 * language}, {@code text}, {@code act}, {@code about}, and {@code statements}, each of which has
 * one of {@code item}, {@code position}, {@code attribute} with {@code value}, {@code range} with
 * {@code from} and {@code to}, {@code mood}, {@code wish}; {@code "wanted": false} where it is not
 * wanted.
 */
public record ExpectedCritique(Part part, String text, Critique critique) {

  private static final String FILE = "/conversation/utterances.jsonl";

  /** Which utterances the reader was made with, and which it was only measured with. */
  public enum Part {
    DEVELOPMENT("development"),
    HELD_OUT("held-out");

    private final String label;

    Part(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** Those that ship in the jar. */
  public static List<ExpectedCritique> all() {
    try (InputStream in = ExpectedCritique.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .map(ExpectedCritique::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ExpectedCritique parse(String line) {
    JsonNode json = StrictJson.read(line);
    List<Statement> statements = new ArrayList<>();
    json.path("statements").forEach(statement -> statements.add(statement(statement)));
    String label = json.path("part").asText();
    for (Part part : Part.values()) {
      if (part.label.equals(label)) {
        return new ExpectedCritique(
            part,
            json.path("text").asText(),
            new Critique(
                Language.of(json.path("language").asText()).orElseThrow(),
                Act.valueOf(json.path("act").asText("REFINE")),
                json.path("about").asInt(0),
                statements));
      }
    }
    throw new IllegalStateException("'%s' is no part of the utterances".formatted(label));
  }

  private static Statement statement(JsonNode json) {
    boolean wanted = json.path("wanted").asBoolean(true);
    if (json.has("item")) {
      return new Statement.OfItem(json.path("item").asText(), wanted);
    }
    if (json.has("position")) {
      return new Statement.OfPosition(json.path("position").asInt(), wanted);
    }
    if (json.has("attribute")) {
      return new Statement.OfAttribute(
          json.path("attribute").asText(), json.path("value").asText(), wanted);
    }
    if (json.has("range")) {
      return new Statement.OfRange(
          json.path("range").asText(), number(json, "from"), number(json, "to"), wanted);
    }
    return json.has("mood")
        ? new Statement.OfMood(json.path("mood").asText(), wanted)
        : new Statement.OfWish(json.path("wish").asText());
  }

  private static OptionalDouble number(JsonNode json, String field) {
    return Optional.of(json.path(field))
        .filter(JsonNode::isNumber)
        .map(node -> OptionalDouble.of(node.asDouble()))
        .orElse(OptionalDouble.empty());
  }
}
