package dev.drago.document;

import dev.drago.document.ReadableText.Paragraph;
import dev.drago.document.Sentences.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a document into passages at the ends of sentences.
 *
 * <p>A passage has paragraphs under the same headings. It ends with a paragraph once it has 80
 * words, and before the sentence that would make it longer than 200. The next one begins with the
 * last sentence of the one before, if that is short: what "it" means is often said there. A rest of
 * less than 30 words is taken in by the passage before it. Every sentence is in a passage.
 */
public final class Passages {

  private static final int ENOUGH_WORDS = 80;
  private static final int MOST_WORDS = 200;
  private static final int REST_WORDS = 30;
  private static final int OVERLAP_WORDS = 40;
  private static final int LONG_WORD = 10;

  private record Sentence(Span span, int words, boolean endsParagraph) {}

  private final Document document;
  private final String text;
  private final List<Passage> passages = new ArrayList<>();

  private Passages(Document document, String text) {
    this.document = document;
    this.text = text;
  }

  /**
   * The passages of a document, in order; at least one.
   *
   * @throws InvalidDocumentException as {@link ReadableText#of}
   */
  public static List<Passage> of(Document document) {
    return of(document, ReadableText.of(document));
  }

  static List<Passage> of(Document document, ReadableText readable) {
    Passages passages = new Passages(document, readable.text());
    List<Paragraph> paragraphs = readable.paragraphs();
    for (int from = 0; from < paragraphs.size(); ) {
      List<String> headings = paragraphs.get(from).headings();
      int to = from;
      List<Sentence> section = new ArrayList<>();
      while (to < paragraphs.size() && paragraphs.get(to).headings().equals(headings)) {
        passages.addSentences(section, paragraphs.get(to));
        to++;
      }
      passages.pack(section, headings);
      from = to;
    }
    return passages.passages;
  }

  private void addSentences(List<Sentence> section, Paragraph paragraph) {
    Locale locale = document.locale();
    List<Span> spans = Sentences.of(text, paragraph.start(), paragraph.end(), locale);
    for (int i = 0; i < spans.size(); i++) {
      int words = words(text, spans.get(i));
      section.add(new Sentence(spans.get(i), words, i == spans.size() - 1));
    }
  }

  private void pack(List<Sentence> section, List<String> headings) {
    int rest = section.stream().mapToInt(Sentence::words).sum();
    int first = 0;
    int words = 0;
    for (int i = 0; i < section.size(); i++) {
      Sentence sentence = section.get(i);
      boolean full = words + sentence.words() > MOST_WORDS && rest >= REST_WORDS;
      boolean ended =
          words >= ENOUGH_WORDS && section.get(i - 1).endsParagraph() && rest >= REST_WORDS;
      if (i > first && (full || ended)) {
        add(section.get(first).span(), section.get(i - 1).span(), headings);
        Sentence last = section.get(i - 1);
        boolean overlaps = i - 1 > first && last.words() <= OVERLAP_WORDS;
        first = overlaps ? i - 1 : i;
        words = overlaps ? last.words() : 0;
      }
      words += sentence.words();
      rest -= sentence.words();
    }
    if (!section.isEmpty()) {
      add(section.get(first).span(), section.getLast().span(), headings);
    }
  }

  private void add(Span first, Span last, List<String> headings) {
    passages.add(
        new Passage(
            document.id(),
            document.title(),
            document.itemId(),
            document.language(),
            passages.size(),
            headings,
            text.substring(first.start(), last.end()),
            first.start(),
            last.end()));
  }

  /**
   * Runs of letters and digits; of scripts without spaces, two characters count as a word. Ten
   * characters are at least one, whatever they are.
   */
  static int words(String text, Span span) {
    int words = 0;
    int ideographs = 0;
    boolean inWord = false;
    for (int i = span.start(); i < span.end(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean spaceless = isSpaceless(c);
      boolean letter = !spaceless && Character.isLetterOrDigit(c);
      ideographs += spaceless ? 1 : 0;
      words += letter && !inWord ? 1 : 0;
      inWord = letter || (inWord && (c == '\'' || c == '’' || c == '-'));
    }
    return Math.max(words + (ideographs + 1) / 2, (span.end() - span.start()) / LONG_WORD);
  }

  private static boolean isSpaceless(int c) {
    Character.UnicodeScript script = Character.UnicodeScript.of(c);
    return switch (script) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
