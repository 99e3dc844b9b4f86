package dev.drago.catalog.source;

import dev.drago.catalog.PlainNumber;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalDouble;

/**
 * The time of a line in a log: seconds or milliseconds since 1970, or ISO 8601. Without a zone it
 * is UTC; without a time of day it is midnight. Numbers from 100 billion on are milliseconds
 * (seconds would be the year 5138). What is not between 1970 and 2199 is a mistake.
 */
final class Timestamp {

  private static final double FIRST_MILLIS = 1e11;
  private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

  private Timestamp() {}

  static Instant parse(String text) throws LineProblem {
    OptionalDouble number = PlainNumber.parse(text);
    Instant at = number.isPresent() ? ofNumber(text, number.getAsDouble()) : ofIso(text);
    if (at.isBefore(Instant.EPOCH) || !at.isBefore(END)) {
      throw outOfRange(text);
    }
    return at;
  }

  private static Instant ofNumber(String text, double number) throws LineProblem {
    double millis = Math.abs(number) < FIRST_MILLIS ? number * 1_000 : number;
    if (millis < 0 || millis >= END.toEpochMilli()) {
      throw outOfRange(text);
    }
    return Instant.ofEpochMilli(Math.round(millis));
  }

  private static Instant ofIso(String text) throws LineProblem {
    String iso = text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
    try {
      if (iso.length() == 10) {
        return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      int zone = Math.max(iso.indexOf('+', 10), iso.indexOf('-', 10));
      return iso.endsWith("Z") || iso.endsWith("z") || zone > 0
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new LineProblem(
          ImportError.Kind.TIME,
          "'%s' is not a time: seconds or milliseconds since 1970, or like 2024-05-31T12:00:00Z"
              .formatted(ImportError.excerpt(text)));
    }
  }

  private static LineProblem outOfRange(String text) {
    return new LineProblem(
        ImportError.Kind.TIME,
        "the time '%s' is not between 1970 and 2199".formatted(ImportError.excerpt(text)));
  }
}
