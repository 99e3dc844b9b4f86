package dev.drago.knowledge;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words as they are written, without case and accents; names and numbers among them. */
final class Terms {

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

  private static final Set<String> NOT =
      Set.of(
          "not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "without", "cannot",
          "t", "hardly", "nunca", "nadie", "ningun", "ninguno", "ninguna", "nada", "tampoco", "sin",
          "ni");

  private Terms() {}

  static String folded(String text) {
    return MARKS
        .matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }

  /** All words. */
  static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    Matcher matcher = WORD.matcher(folded(text));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /**
   * Words with a capital letter or a digit. The first word of a text has a capital anyway: it is
   * given only where {@code first} asks for it.
   */
  static List<String> names(String text, boolean first) {
    List<String> names = new ArrayList<>();
    Matcher matcher = WORD.matcher(Normalizer.normalize(text, Normalizer.Form.NFC));
    boolean opening = true;
    while (matcher.find()) {
      String word = matcher.group();
      int c = word.codePointAt(0);
      boolean capital = Character.isUpperCase(c) && (!opening || first);
      if (capital || word.codePoints().anyMatch(Character::isDigit)) {
        names.add(folded(word));
      }
      opening = false;
    }
    return names;
  }

  /** Whether a sentence denies something. */
  static boolean denies(String sentence) {
    return words(sentence).stream().anyMatch(NOT::contains);
  }
}
