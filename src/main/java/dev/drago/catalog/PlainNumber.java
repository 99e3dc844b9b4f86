package dev.drago.catalog;

import java.util.OptionalDouble;

/**
 * A number as people write it in files: sign, digits, point, exponent. Java's own parser also takes
 * {@code NaN}, {@code 1d}, hexadecimal and surrounding space, which in a file are mistakes.
 */
public final class PlainNumber {

  private PlainNumber() {}

  /** The number, or empty when the text is none or is beyond what a double holds. */
  public static OptionalDouble parse(String text) {
    boolean digits = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits = true;
      } else if (c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') {
        return OptionalDouble.empty();
      }
    }
    if (!digits) {
      return OptionalDouble.empty();
    }
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
