package dev.drago.knowledge;

import dev.drago.document.Sentences;
import dev.drago.document.Sentences.Span;
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
  private static final Pattern BEHIND_STOP =
      Pattern.compile("([.!?…][\"'”’)]*)((?:\\s*" + NUMBERS + ")+)");
  private static final Pattern OPEN = Pattern.compile("\\[[^]]{0,20}$");
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
    if (!all && OPEN.matcher(open).find()) { // half a citation
      return List.of();
    }
    String text = BEHIND_STOP.matcher(open).replaceAll("$2$1");
    List<Span> spans = Sentences.of(text, locale);
    int complete = all ? spans.size() : spans.size() - 1;
    boolean begun = !spans.isEmpty() && text.charAt(spans.getLast().start()) != '[';
    if (complete <= 0 || (!all && !begun)) { // what has begun may be a citation of the one before
      return List.of();
    }
    open.replace(0, open.length(), all ? "" : text.substring(spans.getLast().start()));
    return spans.subList(0, complete).stream().map(span -> cited(span.of(text))).toList();
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
