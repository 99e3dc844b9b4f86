package dev.drago.interaction;

import java.util.regex.Pattern;

/** Short names that logs and metrics show: 1 to 64 characters of {@code [a-z0-9_-]}. */
public final class Name {

  private static final Pattern FORM = Pattern.compile("[a-z0-9_-]{1,64}");
  private static final int LONGEST_QUOTE = 40;

  private Name() {}

  /**
   * The name, which it is.
   *
   * @param what it is to be a name of, with its article
   * @throws IllegalArgumentException with a sentence when it cannot be one
   */
  public static String require(String what, String name) {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' cannot be %s: 1 to 64 characters of a-z, 0-9, '_' and '-'"
              .formatted(
                  name.length() > LONGEST_QUOTE ? name.substring(0, LONGEST_QUOTE) + "…" : name,
                  what));
    }
    return name;
  }
}
