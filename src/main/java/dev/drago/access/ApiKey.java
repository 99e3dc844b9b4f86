package dev.drago.access;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server knows of a key: not the key, but its checksum.
 *
 * @param name who has it, as logs and metrics show it: 1 to 64 of {@code a-z A-Z 0-9 . _ -}
 * @param sha256 of the key's characters, 64 hexadecimal digits in lower case
 * @param rate how often it may ask; without one as often as it likes
 */
public record ApiKey(String name, Role role, String sha256, Optional<Rate> rate) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern CHECKSUM = Pattern.compile("[0-9a-f]{64}");

  public ApiKey {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a key is 1 to 64 letters, digits, dots, underscores and hyphens, not '%s'"
              .formatted(name));
    }
    if (!CHECKSUM.matcher(sha256).matches()) { // it is not repeated: it may be the key itself
      throw new IllegalArgumentException(
          "the checksum of the key '%s' is not 64 hexadecimal digits".formatted(name));
    }
  }
}
