package dev.drago.access;

import dev.drago.file.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keys as text: a line a key, {@code NAME ROLE SHA-256 [RATE]}, as in {@code shop write 2c26…
 * 20/s}; and as the environment has them, {@code NAME:ROLE:KEY} with commas between. No error
 * repeats a key or a checksum.
 */
public final class KeyText {

  private static final int LEAST = 3;
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9._~+/=-]{32,}");

  private KeyText() {}

  /**
   * Reads the lines of a file; those that are blank or begin with {@code #} say nothing.
   *
   * @param source what errors call it
   * @throws IllegalArgumentException in a sentence that names the line
   */
  public static ApiKeys parseLines(String text, String source) {
    List<ApiKey> keys = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        keys.add(key(line.split("\\s+", -1)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s, line %d: %s".formatted(source, i + 1, e.getMessage()), e);
      }
    }
    return keys(keys, source);
  }

  private static ApiKey key(String[] words) {
    if (words.length < LEAST || words.length > LEAST + 1) {
      throw new IllegalArgumentException(
          "a key has a name, a role, a SHA-256 and maybe a rate, not %d words"
              .formatted(words.length));
    }
    Optional<Rate> rate =
        words.length > LEAST ? Optional.of(Rate.of(words[LEAST])) : Optional.empty();
    return new ApiKey(words[0], Role.of(words[1]), words[2], rate);
  }

  /** The line of a key, without its end. */
  public static String line(ApiKey key) {
    String line = "%s %s %s".formatted(key.name(), key.role().text(), key.sha256());
    return key.rate()
        .map(rate -> "%s %d/%s".formatted(line, rate.requests(), unit(rate)))
        .orElse(line);
  }

  private static String unit(Rate rate) {
    long seconds = rate.period().toSeconds();
    return seconds == 1 ? "s" : seconds == 60 ? "min" : "h";
  }

  /**
   * Reads what the environment has.
   *
   * @param source the variable, as errors call it
   * @throws IllegalArgumentException in a sentence
   */
  public static ApiKeys parseList(String text, String source) {
    List<ApiKey> keys = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      String[] parts = entry.strip().split(":", LEAST);
      if (parts.length < LEAST || !SECRET.matcher(parts[2]).matches()) {
        throw new IllegalArgumentException(
            source
                + " has NAME:ROLE:KEY, with commas between keys of 32 characters or more; entry "
                + (keys.size() + 1)
                + " has not");
      }
      try {
        keys.add(new ApiKey(parts[0], Role.of(parts[1]), Sha256.of(parts[2]), Optional.empty()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
      }
    }
    return keys(keys, source);
  }

  private static ApiKeys keys(List<ApiKey> keys, String source) {
    try {
      return new ApiKeys(keys);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }
}
