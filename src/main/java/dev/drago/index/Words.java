package dev.drago.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.KeywordTokenizerFactory;
import org.apache.lucene.analysis.core.LowerCaseFilterFactory;
import org.apache.lucene.analysis.custom.CustomAnalyzer;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilterFactory;
import org.apache.lucene.analysis.es.SpanishLightStemFilterFactory;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilterFactory;
import org.apache.lucene.analysis.pattern.PatternTokenizerFactory;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * Text as words: where each stands, and what it is without case, accents and inflection. Safe for
 * use by many threads.
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

  /** Letters and digits; an apostrophe joins them, a hyphen does not. */
  private static final String WORD = "[\\p{L}\\p{N}\\p{M}]+(?:['’][\\p{L}\\p{N}\\p{M}]+)*";

  private static final Pattern NEITHER = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern SUPERLATIVE = Pattern.compile("isim[oa]s?$");

  private final Analyzer words;
  private final Analyzer english;
  private final Analyzer spanish;

  public Words() {
    try {
      words =
          CustomAnalyzer.builder()
              .withTokenizer(PatternTokenizerFactory.class, "pattern", WORD, "group", "0")
              .addTokenFilter(LowerCaseFilterFactory.class)
              .addTokenFilter(ASCIIFoldingFilterFactory.class)
              .build();
      english =
          CustomAnalyzer.builder()
              .withTokenizer(KeywordTokenizerFactory.class)
              .addTokenFilter(EnglishMinimalStemFilterFactory.class)
              .build();
      spanish =
          CustomAnalyzer.builder()
              .withTokenizer(KeywordTokenizerFactory.class)
              .addTokenFilter(SpanishLightStemFilterFactory.class)
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The words of a text, in order. */
  public List<Word> of(String text) {
    List<Word> found = new ArrayList<>();
    try (TokenStream stream = words.tokenStream("", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      OffsetAttribute offset = stream.addAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        String folded = lettersAndDigits(term.toString());
        if (!folded.isEmpty()) {
          int start = offset.startOffset();
          int end = offset.endOffset();
          found.add(new Word(text.substring(start, end), folded, start, end));
        }
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String lettersAndDigits(String term) {
    for (int i = 0; i < term.length(); i++) {
      char c = term.charAt(i);
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
        return NEITHER.matcher(Normalizer.normalize(term, Normalizer.Form.NFKD)).replaceAll("");
      }
    }
    return term;
  }

  /** A folded English word without its plural: {@code zombies} and {@code zombie} are the same. */
  public String englishStem(String folded) {
    String stem = stem(english, folded);
    if (stem.length() > 3 && stem.endsWith("ie")) {
      return stem.substring(0, stem.length() - 1);
    }
    return stem.length() > 3 && stem.endsWith("y")
        ? stem.substring(0, stem.length() - 1) + "i"
        : stem;
  }

  /** A folded Spanish word without number, gender and superlative. */
  public String spanishStem(String folded) {
    String plain = folded.length() > 7 ? SUPERLATIVE.matcher(folded).replaceAll("o") : folded;
    return stem(spanish, plain);
  }

  private static String stem(Analyzer analyzer, String word) {
    try (TokenStream stream = analyzer.tokenStream("", word)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      String stem = stream.incrementToken() ? term.toString() : word;
      stream.end();
      return stem;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
