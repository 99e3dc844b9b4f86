package dev.drago.explain;

import dev.drago.catalog.Item;
import dev.drago.explain.Words.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a text names of a catalogue: titles and exact values, the longest at each place.
 *
 * <p>A title is named where its words stand and one of them has a capital: "the thing" is no film,
 * "The Thing" is. A value is named in any case. A short word of the language, such as "it" or "en",
 * is neither, unless it has a capital in the middle of a sentence.
 */
record Mentions(List<Word> words, List<Mention> found) {

  private static final int SHORT = 4;

  /**
   * One name.
   *
   * @param from the place of its first word
   * @param to the place after its last one
   * @param title whether it is named as a title; else as a value
   */
  record Mention(int from, int to, String text, boolean title) {
    List<String> folded(List<Word> words) {
      return words.subList(from, to).stream().map(Word::folded).toList();
    }
  }

  /**
   * Finds them.
   *
   * @param items whose titles and values are looked for too, should the catalogue's words be of a
   *     moment ago
   * @param small words of the language, folded
   */
  static Mentions in(String text, CatalogueWords catalogue, List<Item> items, Set<String> small) {
    List<Word> words = Words.of(text);
    List<CatalogueWords.Phrase> own = new ArrayList<>();
    for (Item item : items) {
      own.add(new CatalogueWords.Phrase(Words.folded(item.title()), true, item.title()));
      CatalogueWords.exactValues(item)
          .forEach(
              v -> own.add(new CatalogueWords.Phrase(Words.folded(v.value()), false, v.value())));
    }
    List<Mention> found = new ArrayList<>();
    List<String> folded = words.stream().map(Word::folded).toList();
    int end = 0;
    for (int at = 0; at < words.size(); at++) {
      int from = at;
      Optional<Mention> longest =
          Stream.concat(own.stream(), catalogue.beginningWith(folded.subList(at, folded.size())))
              .filter(phrase -> isAt(words, from, phrase.words()))
              .map(p -> new Mention(from, from + p.words().size(), p.text(), p.isTitle()))
              .filter(mention -> isMeant(text, words, mention, small))
              .reduce((a, b) -> b.to > a.to ? b : a);
      // One that begins within another and ends beyond it is another name, and is judged too.
      if (longest.isPresent() && longest.get().to > end) {
        found.add(longest.get());
        end = longest.get().to;
      }
    }
    return new Mentions(words, found);
  }

  private static boolean isAt(List<Word> words, int from, List<String> phrase) {
    if (phrase.isEmpty() || from + phrase.size() > words.size()) {
      return false;
    }
    for (int i = 0; i < phrase.size(); i++) {
      if (!words.get(from + i).folded().equals(phrase.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMeant(
      String text, List<Word> words, Mention mention, Set<String> small) {
    List<Word> named = words.subList(mention.from, mention.to);
    if (mention.title && named.stream().noneMatch(w -> w.isCapitalised() || w.hasDigit())) {
      return false;
    }
    if (named.size() > 1 || !small.contains(named.getFirst().folded())) {
      return true;
    }
    Word word = named.getFirst();
    boolean capital = word.isCapitalised() && !beginsSentence(text, word.start());
    return mention.title ? capital : capital || word.text().length() >= SHORT;
  }

  /** Whether nothing but the end of a sentence, or of nothing at all, is before this place. */
  static boolean beginsSentence(String text, int place) {
    for (int i = place - 1; i >= 0; i--) {
      char c = text.charAt(i);
      if (c == '.' || c == '!' || c == '?' || c == '…') {
        return true;
      }
      if (!Character.isWhitespace(c) && c != '¿' && c != '¡') {
        return false;
      }
    }
    return true;
  }

  /** The mention that a word is part of. */
  Optional<Mention> at(int word) {
    return found.stream().filter(m -> m.from <= word && word < m.to).findFirst();
  }

  /** The places where sentences begin, and the number of words; no sentence ends in a name. */
  List<Integer> sentences(String text) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int w = 1; w < words.size(); w++) {
      int place = w;
      boolean within = found.stream().anyMatch(m -> m.from < place && place < m.to);
      String between = text.substring(words.get(w - 1).end(), words.get(w).start());
      // The full stop of "Super Mario Bros." ends no sentence.
      boolean abbreviated =
          found.stream().anyMatch(m -> m.to == place && m.text.matches(".*[.!?…]"));
      String rest = abbreviated ? between.replaceFirst("^[.!?…]+", "") : between;
      if (!within && rest.matches(".*[.!?…].*")) {
        starts.add(w);
      }
    }
    starts.add(words.size());
    return starts;
  }
}
