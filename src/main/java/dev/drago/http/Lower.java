package dev.drago.http;

import java.util.Locale;

/** Enum constants as they are written in JSON. */
final class Lower {

  private Lower() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
