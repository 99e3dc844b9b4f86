package dev.drago.conversation.reading;

import dev.drago.index.Words;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Phrases and what they mean, found whatever their inflection. Filled once, then only read.
 *
 * @param <M> what a phrase means
 */
final class PhraseTable<M> {

  /**
   * A phrase found in an utterance.
   *
   * @param words how many words it has
   */
  record Match<M>(int words, Language language, M meaning) {}

  private final Words words;
  private final Map<String, List<M>> english = new HashMap<>();
  private final Map<String, List<M>> spanish = new HashMap<>();
  private final Set<String> englishWords = new HashSet<>();
  private final Set<String> spanishWords = new HashSet<>();
  private int longest;

  PhraseTable(Words words) {
    this.words = words;
  }

  void add(Language language, String phrase, M meaning) {
    List<Words.Word> parts = words.of(phrase);
    if (parts.isEmpty()) {
      throw new IllegalStateException("the lexicon has a phrase without words: " + phrase);
    }
    StringBuilder key = new StringBuilder();
    for (Words.Word part : parts) {
      String stem =
          switch (language) {
            case EN -> words.englishStem(part.folded());
            case ES -> words.spanishStem(part.folded());
          };
      key.append(key.isEmpty() ? "" : " ").append(stem);
      words(language).add(part.folded());
    }
    List<M> meanings = phrases(language).computeIfAbsent(key.toString(), k -> new ArrayList<>(1));
    if (!meanings.contains(meaning)) {
      meanings.add(meaning);
    }
    longest = Math.max(longest, parts.size());
  }

  void addAll(Language language, List<String> list, M meaning) {
    list.forEach(phrase -> add(language, phrase, meaning));
  }

  /** The words that phrases of a language have, folded. */
  Set<String> words(Language language) {
    return switch (language) {
      case EN -> englishWords;
      case ES -> spanishWords;
    };
  }

  private Map<String, List<M>> phrases(Language language) {
    return switch (language) {
      case EN -> english;
      case ES -> spanish;
    };
  }

  /** All phrases that begin at a word of the utterance, shorter ones first. */
  List<Match<M>> at(List<Token> tokens, int from) {
    List<Match<M>> found = new ArrayList<>();
    for (Language language : Language.values()) {
      Map<String, List<M>> known = phrases(language);
      StringBuilder key = new StringBuilder();
      for (int n = 0; n < longest && from + n < tokens.size(); n++) {
        Token token = tokens.get(from + n);
        if (n > 0 && token.before() == Token.Gap.STOP) {
          break;
        }
        key.append(n == 0 ? "" : " ")
            .append(language == Language.EN ? token.english() : token.spanish());
        for (M meaning : known.getOrDefault(key.toString(), List.of())) {
          found.add(new Match<>(n + 1, language, meaning));
        }
      }
    }
    found.sort(Comparator.comparingInt(Match::words));
    return found;
  }
}
