package dev.drago.access;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may be asked: so many requests a period, which may also come all at once.
 *
 * @param requests 1 to a million
 * @param period a second, a minute or an hour
 */
public record Rate(int requests, Duration period) {

  private static final int MOST = 1_000_000;
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,6})/(s|min|h)");
  private static final Map<String, Duration> PERIODS =
      Map.of("s", Duration.ofSeconds(1), "min", Duration.ofMinutes(1), "h", Duration.ofHours(1));

  public Rate {
    if (requests < 1 || requests > MOST || !PERIODS.containsValue(period)) {
      throw new IllegalArgumentException(
          "a rate is 1 to %,d requests a second, minute or hour, not %d in %s"
              .formatted(MOST, requests, period));
    }
  }

  /**
   * Reads {@code 20/s}, {@code 600/min} or {@code 5000/h}.
   *
   * @throws IllegalArgumentException when it is none of those
   */
  public static Rate of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "a rate is written as 20/s, 600/min or 5000/h, not '%s'".formatted(text));
    }
    return new Rate(
        Integer.parseInt(form.group(1)), PERIODS.getOrDefault(form.group(2), Duration.ZERO));
  }

  /** The time in which one request more may be made. */
  public Duration interval() {
    return period.dividedBy(requests);
  }
}
