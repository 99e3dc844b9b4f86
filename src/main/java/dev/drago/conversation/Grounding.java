package dev.drago.conversation;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a language model may say about given texts: sentences that name nothing else. A name is a
 * word with a capital letter, or a number; one that occurs in none of the given texts could be a
 * film or a person the model made up, and its sentence is not said. At the beginning of a sentence,
 * where every word has a capital, only given words and common openings pass.
 */
final class Grounding {

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’][\\p{L}]+)*");

  private static final Set<String> OPENINGS =
      Set.of(
          "the",
          "a",
          "an",
          "if",
          "it",
          "this",
          "that",
          "these",
          "those",
          "they",
          "both",
          "each",
          "all",
          "every",
          "either",
          "you",
          "you'll",
          "your",
          "for",
          "in",
          "with",
          "and",
          "but",
          "since",
          "as",
          "while",
          "when",
          "here",
          "there",
          "its",
          "his",
          "her",
          "their",
          "another",
          "also",
          "first",
          "second",
          "third",
          "finally",
          "based",
          "of",
          "on",
          "one",
          "two",
          "three",
          "to",
          "from",
          "some",
          "any",
          "what",
          "i",
          "we",
          "our",
          "set",
          "about",
          "el",
          "la",
          "los",
          "las",
          "un",
          "una",
          "si",
          "esta",
          "estas",
          "este",
          "estos",
          "ambas",
          "ambos",
          "cada",
          "todas",
          "todos",
          "tu",
          "te",
          "para",
          "en",
          "con",
          "y",
          "pero",
          "como",
          "aunque",
          "cuando",
          "aquí",
          "hay",
          "también",
          "primero",
          "finalmente",
          "su",
          "sus",
          "otra",
          "otro",
          "ninguna",
          "es",
          "son",
          "de");

  private final Set<String> given = new HashSet<>();

  Grounding(List<String> texts) {
    texts.forEach(text -> words(text).forEach(word -> given.add(folded(word.group()))));
  }

  /** The sentences of {@code text} that may be said, in order, with blanks between them. */
  String said(String text, Locale locale) {
    BreakIterator sentences = BreakIterator.getSentenceInstance(locale);
    sentences.setText(text);
    List<String> said = new ArrayList<>();
    int from = sentences.first();
    for (int to = sentences.next(); to != BreakIterator.DONE; to = sentences.next()) {
      String sentence = text.substring(from, to).strip();
      if (isWhole(sentence) && isGrounded(sentence)) {
        said.add(sentence);
      }
      from = to;
    }
    return String.join(" ", said);
  }

  /** A sentence that was cut off says nothing. */
  private static boolean isWhole(String sentence) {
    return !sentence.isEmpty() && ".!?…".indexOf(sentence.charAt(sentence.length() - 1)) >= 0;
  }

  private boolean isGrounded(String sentence) {
    boolean first = true;
    for (MatchResult match : words(sentence)) {
      String word = match.group();
      int letter = word.codePointAt(0);
      boolean name = Character.isUpperCase(letter) || Character.isDigit(letter);
      boolean passes = given.contains(folded(word)) || (first && OPENINGS.contains(folded(word)));
      if (name && !passes && !word.equals("I")) {
        return false;
      }
      first = false;
    }
    return true;
  }

  private static List<MatchResult> words(String text) {
    return WORD.matcher(text).results().toList();
  }

  private static String folded(String word) {
    return word.toLowerCase(Locale.ROOT).replace('’', '\'').replaceAll("'s$", "");
  }
}
