package dev.drago.recommend;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language that Drago reads and writes sentences in. */
public enum Language {
  EN,
  ES;

  /** As answers and requests write it: {@code en}, {@code es}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The language with this code, or empty where it is none of these. */
  public static Optional<Language> of(String code) {
    return Arrays.stream(values()).filter(l -> l.code().equals(code)).findFirst();
  }
}
