package dev.drago.catalog.source;

import dev.drago.catalog.PlainNumber;
import dev.drago.interaction.Interaction;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The texts of one line of a log; empty where it has none. */
record InteractionFields(
    String user, String item, String type, String value, String at, String event) {

  static final String RATING = "rating";

  Interaction interaction() throws LineProblem {
    return new Interaction(
        required("user", user),
        required("item", item),
        type.isEmpty() ? Interaction.DEFAULT_TYPE : type.toLowerCase(Locale.ROOT),
        value.isEmpty() ? Optional.empty() : Optional.of(number(value)),
        at.isEmpty() ? Optional.<Instant>empty() : Optional.of(Timestamp.parse(at)),
        event.isEmpty() ? Optional.empty() : Optional.of(event));
  }

  private static String required(String field, String text) throws LineProblem {
    if (text.isEmpty()) {
      throw new LineProblem(ImportError.Kind.MISSING, "the line has no " + field);
    }
    return text;
  }

  private static double number(String text) throws LineProblem {
    OptionalDouble number = PlainNumber.parse(text);
    if (number.isEmpty()) {
      throw new LineProblem(
          ImportError.Kind.NUMBER,
          "the value '%s' is not a number".formatted(ImportError.excerpt(text)));
    }
    return number.getAsDouble();
  }
}
