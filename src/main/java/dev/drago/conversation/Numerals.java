package dev.drago.conversation;

import dev.drago.index.Words;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Numbers in words: {@code conversation/numbers.txt}. */
final class Numerals {

  private static final String FILE = "numbers.txt";
  private static final Map<String, Integer> ROMAN =
      Map.of("ii", 2, "iii", 3, "iv", 4, "vi", 6, "vii", 7, "viii", 8, "ix", 9);

  private final Map<String, Integer> cardinals = new HashMap<>();
  private final Map<String, Integer> english = new HashMap<>();
  private final Map<String, Integer> ordinals = new HashMap<>();
  private final Map<String, Integer> decades = new HashMap<>();

  Numerals(Words words) {
    for (String[] row : LexiconFile.rows(FILE, 6)) {
      int number = Integer.parseInt(row[0]);
      put(words, row[1], number, english);
      put(words, row[1] + "," + row[2], number, cardinals);
      put(words, row[3] + "," + row[4], number, ordinals);
      put(words, row[5], number, decades);
    }
  }

  private static void put(Words words, String column, int number, Map<String, Integer> into) {
    for (String phrase : LexiconFile.list(column)) {
      words.of(phrase).forEach(word -> into.put(word.folded(), number));
    }
  }

  /** A whole number in digits or words, as long as it has at most 9 digits. */
  OptionalInt cardinal(Token token) {
    String word = token.raw();
    if (isDigits(word)) {
      return word.length() <= 9 ? OptionalInt.of(Integer.parseInt(word)) : OptionalInt.empty();
    }
    return of(cardinals, token);
  }

  OptionalInt ordinal(Token token) {
    return of(ordinals, token);
  }

  /** 80 for "eighties". */
  OptionalInt decade(Token token) {
    return of(decades, token);
  }

  /** "2" for "two" and "II": how titles are compared. */
  Optional<String> digits(String folded) {
    Integer number = english.getOrDefault(folded, ROMAN.get(folded));
    return Optional.ofNullable(number).map(String::valueOf);
  }

  boolean knows(String folded) {
    return cardinals.containsKey(folded)
        || ordinals.containsKey(folded)
        || decades.containsKey(folded);
  }

  private static OptionalInt of(Map<String, Integer> numbers, Token token) {
    Integer number = numbers.getOrDefault(token.raw(), numbers.get(token.english()));
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  static boolean isDigits(String word) {
    return !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
