package dev.drago.knowledge;

import dev.drago.document.Sentences;
import dev.drago.document.Sentences.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text that is still being written into sentences with the numbers they cite. Citations may
 * stand before the full stop or behind it: a sentence is complete when the words of the next one
 * have begun.
 */
final class CitedSentences {

  /**
   * A sentence without the marks of its citations.
   *
   * @param citations ascending; numbers nobody gave may be among them
   */
  record Cited(String text, SortedSet<Integer> citations) {}

  private static final String NUMBERS = "\\[\\s*(\\d{1,4}(?:\\s*,\\s*\\d{1,4})*)\\s*]";
  private static final Pattern CITATION = Pattern.compile("\\s*" + NUMBERS);
  private static final Pattern LEADING = Pattern.compile("^(?:[\\s.;,]*" + NUMBERS + ")+[\\s.;,]*");
  private static final Pattern BULLET = Pattern.compile("^[\\s*•·#>-]+");

  private final Locale locale;
  private final StringBuilder open = new StringBuilder();

  CitedSentences(Locale locale) {
    this.locale = locale;
  }

  /** Takes the next piece; the sentences that it completes. */
  List<Cited> add(String piece) {
    open.append(piece);
    return complete(false);
  }

  /** What is left when nothing more comes. */
  List<Cited> end() {
    return complete(true);
  }

  private List<Cited> complete(boolean all) {
    String text = open.toString();
    List<String> raw = new ArrayList<>(); // each with the citations that stand behind it
    int lastStart = 0;
    for (Span span : Sentences.of(text, locale)) {
      String sentence = span.of(text);
      Matcher leading = LEADING.matcher(sentence);
      int words = leading.find() && !raw.isEmpty() ? leading.end() : 0;
      if (words > 0) {
        raw.set(raw.size() - 1, raw.getLast() + " " + sentence.substring(0, words));
      }
      if (words < sentence.length()) {
        raw.add(sentence.substring(words));
        lastStart = span.start() + words;
      }
    }
    if (all) {
      open.setLength(0);
      return raw.stream().map(CitedSentences::cited).toList();
    }
    boolean begun = raw.size() > 1 && !raw.getLast().startsWith("["); // that may be a citation
    if (!begun) {
      return List.of();
    }
    open.delete(0, lastStart);
    return raw.subList(0, raw.size() - 1).stream().map(CitedSentences::cited).toList();
  }

  private static Cited cited(String raw) {
    SortedSet<Integer> citations = new TreeSet<>();
    Matcher matcher = CITATION.matcher(raw);
    while (matcher.find()) {
      for (String number : matcher.group(1).split(",", -1)) {
        citations.add(Integer.parseInt(number.strip()));
      }
    }
    String text = BULLET.matcher(CITATION.matcher(raw).replaceAll("")).replaceAll("").strip();
    return new Cited(text, citations);
  }
}
