package dev.drago.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a key may do. Each role may do what the ones before it may. */
public enum Role {
  /** Ask: recommendations, search, conversations, answers, and all that is stored. */
  READ,
  /** Change items, users, interactions and documents. */
  WRITE,
  /** See how good the ranking is measured to be, and operate the server. */
  ADMIN;

  /** Whether who has this role may do what {@code needed} asks for. */
  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** The role as files and options write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role that {@link #text} writes so.
   *
   * @throws IllegalArgumentException when there is none, in a sentence that names what was read
   */
  public static Role of(String text) {
    return Arrays.stream(values())
        .filter(role -> role.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a role is one of %s, not '%s'"
                        .formatted(
                            Arrays.stream(values())
                                .map(Role::text)
                                .collect(Collectors.joining(", ")),
                            text)));
  }
}
