package dev.drago.explain;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as words: letters and digits, with apostrophes inside them. */
final class Words {

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’][\\p{L}\\p{N}]+)*");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  /**
   * A word in its place.
   *
   * @param text as written
   * @param folded in lower case, without accents
   */
  record Word(String text, String folded, int start, int end) {
    boolean isCapitalised() {
      return Character.isUpperCase(text.codePointAt(0))
          || Character.isTitleCase(text.codePointAt(0));
    }

    boolean hasDigit() {
      return text.chars().anyMatch(Character::isDigit);
    }
  }

  private Words() {}

  static List<Word> of(String text) {
    List<Word> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(new Word(matcher.group(), fold(matcher.group()), matcher.start(), matcher.end()));
    }
    return words;
  }

  /** The words of a phrase, folded. */
  static List<String> folded(String phrase) {
    return of(phrase).stream().map(Word::folded).toList();
  }

  static String fold(String text) {
    String lower = text.toLowerCase(Locale.ROOT).replace('’', '\'');
    return MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFD)).replaceAll("");
  }
}
