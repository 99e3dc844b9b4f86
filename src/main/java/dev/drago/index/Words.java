package dev.drago.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.es.SpanishLightStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Text as words: where each stands, and what it is without case, accents and inflection. Folding
 * and stems are Lucene's; what a word is, is not: here a hyphen parts and an apostrophe joins, so
 * that {@code sci-fi} and {@code sci fi}, {@code don't} and {@code dont} are the same. Safe for use
 * by many threads.
 */
public final class Words {

  /**
   * One word of a text.
   *
   * @param written as it stands in the text
   * @param folded lower case letters and digits alone: {@code don't} is {@code dont}
   * @param start where it begins in the text
   * @param end where what follows it begins
   */
  public record Word(String written, String folded, int start, int end) {}

  private static final Pattern NEITHER = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern SUPERLATIVE = Pattern.compile("isim[oa]s?$");
  private static final int SHORTEST_SUPERLATIVE = 8;

  /** A folded character may become so many. */
  private static final int WIDEST_FOLD = 4;

  private final ThreadLocal<Stemmer> english =
      ThreadLocal.withInitial(() -> new Stemmer(EnglishMinimalStemFilter::new));
  private final ThreadLocal<Stemmer> spanish =
      ThreadLocal.withInitial(() -> new Stemmer(SpanishLightStemFilter::new));

  /** The words of a text, in order. */
  public List<Word> of(String text) {
    List<Word> found = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int letter = text.codePointAt(at);
      if (isOfWord(letter)) {
        int end = end(text, at);
        String written = text.substring(at, end);
        String folded = fold(written);
        if (!folded.isEmpty()) {
          found.add(new Word(written, folded, at, end));
        }
        at = end;
      } else {
        at += Character.charCount(letter);
      }
    }
    return found;
  }

  private static boolean isOfWord(int letter) {
    if (letter < 128) {
      return (letter >= 'a' && letter <= 'z')
          || (letter >= 'A' && letter <= 'Z')
          || (letter >= '0' && letter <= '9');
    }
    return switch (Character.getType(letter)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> false;
    };
  }

  private static int end(String text, int start) {
    int at = start;
    while (at < text.length()) {
      int letter = text.codePointAt(at);
      boolean joins =
          (letter == '\'' || letter == '’')
              && at + 1 < text.length()
              && isOfWord(text.codePointAt(at + 1));
      if (!isOfWord(letter) && !joins) {
        return at;
      }
      at += Character.charCount(letter);
    }
    return at;
  }

  private static String fold(String written) {
    StringBuilder plain = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c >= 128 && c != '’') {
        return foldOthers(written);
      }
      if (c != '\'' && c != '’') {
        plain.append(c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
      }
    }
    return plain.toString();
  }

  /** Compatibility forms first: "½" is 1⁄2, and an accent may be a character of its own. */
  private static String foldOthers(String written) {
    String composed = Normalizer.normalize(written, Normalizer.Form.NFKC);
    char[] in = composed.toLowerCase(Locale.ROOT).toCharArray();
    char[] out = new char[in.length * WIDEST_FOLD];
    int length = ASCIIFoldingFilter.foldToASCII(in, 0, out, 0, in.length);
    return NEITHER.matcher(new String(out, 0, length)).replaceAll("");
  }

  /** A folded English word without its plural: {@code zombies} and {@code zombie} are the same. */
  public String englishStem(String folded) {
    String stem = english.get().stem(folded);
    if (stem.length() > 3 && stem.endsWith("ie")) {
      return stem.substring(0, stem.length() - 1);
    }
    return stem.length() > 3 && stem.endsWith("y")
        ? stem.substring(0, stem.length() - 1) + "i"
        : stem;
  }

  /** A folded Spanish word without number, gender and superlative. */
  public String spanishStem(String folded) {
    return spanish
        .get()
        .stem(
            folded.length() < SHORTEST_SUPERLATIVE
                ? folded
                : SUPERLATIVE.matcher(folded).replaceAll("o"));
  }

  /** Lucene's stemmers are filters of streams; this stream has one word, again and again. */
  private static final class Stemmer {
    private final OneWord source = new OneWord();
    private final TokenStream filter;
    private final CharTermAttribute term;

    Stemmer(UnaryOperator<TokenStream> filter) {
      this.filter = filter.apply(source);
      this.term = this.filter.addAttribute(CharTermAttribute.class);
    }

    String stem(String word) {
      source.next = word;
      try {
        return filter.incrementToken() ? term.toString() : word;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class OneWord extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private String next = "";

    @Override
    public boolean incrementToken() {
      clearAttributes();
      term.append(next);
      return true;
    }
  }
}
