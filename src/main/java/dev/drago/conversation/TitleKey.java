package dev.drago.conversation;

import dev.drago.index.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How titles are compared: letters and digits alone, "and" left out, "II" and "two" as 2. */
final class TitleKey {

  private static final Set<String> LEFT_OUT = Set.of("and", "y", "und", "et");
  private static final Set<String> ARTICLES =
      Set.of(
          "the", "a", "an", "el", "la", "los", "las", "un", "una", "le", "les", "der", "die", "das",
          "il");
  private static final Set<String> PARTS =
      Set.of("part", "parte", "vol", "volume", "volumen", "episode", "chapter", "capitulo");
  private static final Map<String, String> SHORT =
      Map.of("doctor", "dr", "mister", "mr", "versus", "vs", "saint", "st", "volume", "vol");

  private TitleKey() {}

  /** One word of a title; empty where it does not count. */
  static String part(String folded, Numerals numerals) {
    if (LEFT_OUT.contains(folded)) {
      return "";
    }
    return numerals.digits(folded).orElse(SHORT.getOrDefault(folded, folded));
  }

  static List<String> parts(List<Words.Word> words, Numerals numerals) {
    List<String> parts = new ArrayList<>();
    for (Words.Word word : words) {
      String part = part(word.folded(), numerals);
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }

  static boolean isArticle(String folded) {
    return ARTICLES.contains(folded);
  }

  /** The same without "part" and its like, so that "Godfather II" is "The Godfather: Part II". */
  static List<String> withoutParts(List<String> parts) {
    return parts.stream().filter(part -> !PARTS.contains(part)).toList();
  }

  static List<String> withoutArticle(List<String> parts) {
    return parts.size() > 1 && isArticle(parts.getFirst()) ? parts.subList(1, parts.size()) : parts;
  }
}
