package dev.drago.document;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sentences of a text. The break iterator of the JDK finds the ends; what it takes for one after an
 * abbreviation or an initial is none. Joining two sentences too many costs little, cutting one in
 * two loses its sense, so in doubt they are joined.
 */
public final class Sentences {

  /** Longer ones are cut between words: text without full stops, or no sentences at all. */
  public static final int MAX_LENGTH = 1_000;

  /** Where a sentence is: {@code end} is one after its last character. */
  public record Span(int start, int end) {
    public String of(String text) {
      return text.substring(start, end);
    }
  }

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "rev", "gen", "col", "capt", "lt",
          "sgt", "hon", "vs", "cf", "ca", "approx", "no", "nos", "vol", "fig", "ed", "eds", "pp",
          "p", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "e.g", "i.e", "a.k.a", "u.s",
          "u.k", "inc", "ltd", "dept", "est", "sra", "srta", "dra", "ud", "uds", "núm", "pág",
          "págs", "aprox", "ee", "p.ej", "ej", "d", "dña", "avda", "c", "s");

  private static final Pattern LAST_WORD =
      Pattern.compile("(?<![\\p{L}\\p{N}])((?:\\p{L}\\.)*\\p{L}+)\\.\\s*$");

  private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n\\u2028\\u2029\\u0085]");
  private static final int LEAST_WORDS = 3;

  private Sentences() {}

  /** All sentences of {@code text}. */
  public static List<Span> of(String text, Locale locale) {
    return of(text, 0, text.length(), locale);
  }

  /**
   * The sentences between two places of a text, without the white space around them: together they
   * hold everything there that is not white space. A blank line ends a sentence, a line break does
   * not. One of less than three words, such as a term before its explanation, is joined to the next
   * of its paragraph.
   */
  public static List<Span> of(String text, int start, int end, Locale locale) {
    List<Span> spans = new ArrayList<>();
    Matcher blank = ReadableText.BLANK_LINES.matcher(text).region(start, end);
    int from = start;
    while (blank.find()) {
      addParagraph(spans, text, from, blank.start(), locale);
      from = blank.end();
    }
    addParagraph(spans, text, from, end, locale);
    return spans;
  }

  private static void addParagraph(
      List<Span> spans, String text, int start, int end, Locale locale) {
    String flat = LINE_BREAK.matcher(text.substring(start, end)).replaceAll(" ");
    BreakIterator breaks = BreakIterator.getSentenceInstance(locale);
    breaks.setText(flat);
    int from = 0;
    for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
      boolean goesOn =
          endsWithAbbreviation(flat, from, to)
              || Passages.words(flat, new Span(from, to)) < LEAST_WORDS;
      if (to == flat.length() || !goesOn) {
        addTrimmed(spans, text, start + from, start + to);
        from = to;
      }
    }
  }

  private static boolean endsWithAbbreviation(String text, int from, int to) {
    Matcher last = LAST_WORD.matcher(text).region(Math.max(from, to - 20), to);
    if (!last.find()) {
      return false;
    }
    String word = last.group(1);
    boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
    return initial || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
  }

  private static void addTrimmed(List<Span> spans, String text, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
      to--;
    }
    while (to - from > MAX_LENGTH) {
      int cut = cut(text, from, from + MAX_LENGTH);
      addTrimmed(spans, text, from, cut);
      from = cut;
      while (Character.isWhitespace(text.charAt(from))) {
        from++;
      }
    }
    if (from < to) {
      spans.add(new Span(from, to));
    }
  }

  /** After the last white space before {@code most}, or there, but not within a character. */
  private static int cut(String text, int from, int most) {
    for (int i = most; i > from; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return Character.isLowSurrogate(text.charAt(most)) ? most - 1 : most;
  }
}
