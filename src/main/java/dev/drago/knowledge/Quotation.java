package dev.drago.knowledge;

import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;

/** Text of others as it stands in a prompt: one line that nothing in it can end. */
final class Quotation {

  private static final Pattern BREAKS =
      Pattern.compile("[\\s\\p{Zl}\\p{Zp}\\p{Cc}\\p{Cf}\\u0085]+");

  /** Characters that are not seen, and those that only say how the one before them looks. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cf}\\u034F\\u115F\\u1160\\u180B-\\u180D\\u3164\\uFE00-\\uFE0F"
              + "\\x{E0100}-\\x{E01EF}]+");

  private Quotation() {}

  /** White space of every kind is a space, and square brackets, which mark citations, are round. */
  static String line(String text) {
    return BREAKS.matcher(text).replaceAll(" ").replace('[', '(').replace(']', ')').strip();
  }

  /**
   * What a text may be read as: with what is unseen in it as spaces, as a model gets it, and
   * without it, as a person sees it. Wide and other forms of letters are the letters; line breaks
   * stay.
   */
  static List<String> readings(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
    return List.of(UNSEEN.matcher(plain).replaceAll(" "), UNSEEN.matcher(plain).replaceAll(""));
  }
}
