package dev.drago.knowledge;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words as they are written, without case and accents; names and numbers among them. */
final class Terms {

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

  private static final Set<String> NOT =
      Set.of(
          "not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "without", "cannot",
          "t", "hardly", "nunca", "nadie", "ningun", "ninguno", "ninguna", "nada", "tampoco", "sin",
          "ni");

  /**
   * Numbers in words, English and Spanish. Not "one" and "un", which are articles and pronouns, nor
   * "once" and "miles", which are other words in English.
   */
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("two", 2),
          Map.entry("dos", 2),
          Map.entry("three", 3),
          Map.entry("tres", 3),
          Map.entry("four", 4),
          Map.entry("cuatro", 4),
          Map.entry("five", 5),
          Map.entry("cinco", 5),
          Map.entry("six", 6),
          Map.entry("seis", 6),
          Map.entry("seven", 7),
          Map.entry("siete", 7),
          Map.entry("eight", 8),
          Map.entry("ocho", 8),
          Map.entry("nine", 9),
          Map.entry("nueve", 9),
          Map.entry("ten", 10),
          Map.entry("diez", 10),
          Map.entry("eleven", 11),
          Map.entry("twelve", 12),
          Map.entry("doce", 12),
          Map.entry("thirteen", 13),
          Map.entry("trece", 13),
          Map.entry("fourteen", 14),
          Map.entry("catorce", 14),
          Map.entry("fifteen", 15),
          Map.entry("quince", 15),
          Map.entry("sixteen", 16),
          Map.entry("dieciseis", 16),
          Map.entry("seventeen", 17),
          Map.entry("diecisiete", 17),
          Map.entry("eighteen", 18),
          Map.entry("dieciocho", 18),
          Map.entry("nineteen", 19),
          Map.entry("diecinueve", 19),
          Map.entry("twenty", 20),
          Map.entry("veinte", 20),
          Map.entry("thirty", 30),
          Map.entry("treinta", 30),
          Map.entry("forty", 40),
          Map.entry("cuarenta", 40),
          Map.entry("fifty", 50),
          Map.entry("cincuenta", 50),
          Map.entry("sixty", 60),
          Map.entry("sesenta", 60),
          Map.entry("seventy", 70),
          Map.entry("setenta", 70),
          Map.entry("eighty", 80),
          Map.entry("ochenta", 80),
          Map.entry("ninety", 90),
          Map.entry("noventa", 90),
          Map.entry("hundred", 100),
          Map.entry("hundreds", 100),
          Map.entry("cien", 100),
          Map.entry("ciento", 100),
          Map.entry("cientos", 100),
          Map.entry("thousand", 1_000),
          Map.entry("thousands", 1_000),
          Map.entry("mil", 1_000),
          Map.entry("million", 1_000_000),
          Map.entry("millions", 1_000_000),
          Map.entry("millon", 1_000_000),
          Map.entry("millones", 1_000_000));

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

  /** The whole numbers in words, and those in digits with which they are the same. */
  static Set<Integer> numbers(String text) {
    Set<Integer> numbers = new HashSet<>();
    for (String word : words(text)) {
      Optional.ofNullable(NUMBERS.get(word)).ifPresent(numbers::add);
      if (DIGITS.matcher(word).matches()) {
        numbers.add(Integer.parseInt(word));
      }
    }
    return numbers;
  }

  /** Whether a sentence denies something. */
  static boolean denies(String sentence) {
    return words(sentence).stream().anyMatch(NOT::contains);
  }
}
