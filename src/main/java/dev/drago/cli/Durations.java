package dev.drago.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A positive length of time on the command line: {@code 90d}, {@code 24h}, or ISO-8601. */
final class Durations implements ITypeConverter<Duration> {

  private static final Pattern SIMPLE = Pattern.compile("(\\d{1,9})([smhd])");

  @Override
  public Duration convert(String text) {
    Duration duration;
    Matcher simple = SIMPLE.matcher(text.toLowerCase(Locale.ROOT));
    if (simple.matches()) {
      long n = Long.parseLong(simple.group(1));
      duration =
          switch (simple.group(2)) {
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
          };
    } else {
      try {
        duration = Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw refused(text);
      }
    }
    if (duration.compareTo(Duration.ofMillis(1)) < 0) {
      throw refused(text);
    }
    return duration;
  }

  private static TypeConversionException refused(String text) {
    return new TypeConversionException(
        "'%s' is no length of time; write 90d, 24h, 30m, 10s or ISO-8601 such as PT24H"
            .formatted(text));
  }
}
