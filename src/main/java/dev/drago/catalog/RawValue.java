package dev.drago.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedSet;
import java.util.function.Function;

/** What one raw value looks like, before its attribute has a type; and reading it as a type. */
enum RawValue {
  BOOLEAN(AttributeType.BOOLEAN),
  NUMBER(AttributeType.NUMBER),
  DATE(AttributeType.DATE),
  /** Text of a name's length. */
  SHORT(AttributeType.KEYWORD),
  /** Several names with '|' between them, in a cell. */
  PIPES(AttributeType.KEYWORD),
  /** A JSON array. */
  ARRAY(AttributeType.KEYWORD),
  /** Text too long for a name. */
  LONG(AttributeType.TEXT);

  /** The longest text that is taken for a keyword when nothing declares the type. */
  static final int LONGEST_NAME = 100;

  /** Lucene refuses terms beyond 32 KiB; nothing near that is a keyword. */
  private static final int LONGEST_KEYWORD = 1_000;

  private final AttributeType type;

  RawValue(AttributeType type) {
    this.type = type;
  }

  /** The type that fits this one value. */
  AttributeType type() {
    return type;
  }

  static RawValue of(String cell) {
    String text = cell.strip();
    if (flag(text).isPresent()) {
      return BOOLEAN;
    }
    if (PlainNumber.parse(text).isPresent()) {
      return hasLeadingZero(text) ? SHORT : NUMBER;
    }
    if (date(text).isPresent()) {
      return DATE;
    }
    if (array(text).isPresent()) {
      return ARRAY;
    }
    List<String> pieces = split(text);
    if (pieces.stream().anyMatch(piece -> piece.length() > LONGEST_NAME)) {
      return LONG;
    }
    return text.indexOf('|') >= 0 ? PIPES : SHORT;
  }

  static RawValue of(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> BOOLEAN;
      case NUMBER -> NUMBER;
      case ARRAY -> ARRAY;
      case STRING -> {
        String text = value.textValue();
        yield date(text).isPresent() ? DATE : text.length() > LONGEST_NAME ? LONG : SHORT;
      }
      case BINARY, MISSING, NULL, OBJECT, POJO -> SHORT;
    };
  }

  static Optional<AttributeValue> read(
      AttributeType type, String cell, Function<String, InvalidFieldException> misfit) {
    String text = cell.strip();
    return switch (type) {
      case TEXT -> Optional.of(new AttributeValue.Text(text));
      case NUMBER -> {
        OptionalDouble number = PlainNumber.parse(text);
        if (number.isEmpty()) {
          throw misfit.apply("it is not a number");
        }
        yield Optional.of(new AttributeValue.Numeric(number.getAsDouble()));
      }
      case BOOLEAN ->
          Optional.of(
              new AttributeValue.Flag(
                  flag(text).orElseThrow(() -> misfit.apply("it is neither true nor false"))));
      case DATE -> Optional.of(new AttributeValue.Date(requireDate(text, misfit)));
      case KEYWORD -> {
        Optional<JsonNode> array = array(text);
        yield array.isPresent()
            ? keywords(array.get(), misfit)
            : keywords(new LinkedHashSet<>(split(text)), misfit);
      }
    };
  }

  static Optional<AttributeValue> read(
      AttributeType type, JsonNode value, Function<String, InvalidFieldException> misfit) {
    if (value.isObject()) {
      throw misfit.apply("it is an object");
    }
    return switch (type) {
      case TEXT -> {
        if (value.isArray()) {
          throw misfit.apply("it is an array");
        }
        yield Optional.of(new AttributeValue.Text(value.asText()));
      }
      case NUMBER -> {
        if (!value.isNumber()) {
          throw misfit.apply("it is not a JSON number");
        }
        if (!Double.isFinite(value.doubleValue())) {
          throw misfit.apply("it is too large");
        }
        yield Optional.of(new AttributeValue.Numeric(value.doubleValue()));
      }
      case BOOLEAN -> {
        if (!value.isBoolean()) {
          throw misfit.apply("it is neither true nor false");
        }
        yield Optional.of(new AttributeValue.Flag(value.booleanValue()));
      }
      case DATE -> {
        if (!value.isTextual()) {
          throw misfit.apply("a date is a string such as \"2024-05-31\"");
        }
        yield Optional.of(new AttributeValue.Date(requireDate(value.textValue(), misfit)));
      }
      case KEYWORD -> keywords(value, misfit);
    };
  }

  private static Optional<AttributeValue> keywords(
      JsonNode value, Function<String, InvalidFieldException> misfit) {
    SequencedSet<String> words = new LinkedHashSet<>();
    for (JsonNode element : value.isArray() ? value : List.of(value)) {
      if (!element.isValueNode() || element.isNull()) {
        throw misfit.apply("a keyword is a string or an array of strings");
      }
      words.add(element.asText());
    }
    return keywords(words, misfit);
  }

  private static Optional<AttributeValue> keywords(
      SequencedSet<String> words, Function<String, InvalidFieldException> misfit) {
    if (words.stream().anyMatch(word -> word.length() > LONGEST_KEYWORD)) {
      throw misfit.apply("a keyword has at most " + LONGEST_KEYWORD + " characters");
    }
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(new AttributeValue.Keywords(List.copyOf(words)));
  }

  private static LocalDate requireDate(
      String text, Function<String, InvalidFieldException> misfit) {
    return date(text).orElseThrow(() -> misfit.apply("a date is written like 2024-05-31"));
  }

  /** The pieces between '|', without the empty ones. */
  private static List<String> split(String text) {
    List<String> pieces = new ArrayList<>();
    for (String piece : text.split("\\|", -1)) {
      if (!piece.isBlank()) {
        pieces.add(piece.strip());
      }
    }
    return pieces;
  }

  private static Optional<Boolean> flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<LocalDate> date(String text) {
    // Looked at first, because most strings are none and an exception for each is slow.
    int length = text.length();
    if (length < 10 || text.charAt(length - 3) != '-' || text.charAt(length - 6) != '-') {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> array(String text) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      return Optional.empty();
    }
    try {
      return Optional.of(StrictJson.read(text));
    } catch (InvalidFieldException e) {
      return Optional.empty();
    }
  }

  /** Codes such as 00420 would lose their zeros as numbers. */
  private static boolean hasLeadingZero(String text) {
    return text.length() > 1 && text.charAt(0) == '0' && Character.isDigit(text.charAt(1));
  }
}
