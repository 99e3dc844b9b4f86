package dev.drago.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.LowerCaseFilterFactory;
import org.apache.lucene.analysis.core.StopFilterFactory;
import org.apache.lucene.analysis.custom.CustomAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilterFactory;
import org.apache.lucene.analysis.en.PorterStemFilterFactory;
import org.apache.lucene.analysis.es.SpanishLightStemFilterFactory;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilterFactory;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilterFactory;
import org.apache.lucene.analysis.standard.StandardTokenizerFactory;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * The words of prose that carry its sense, stemmed as its language asks for: English, Spanish, or
 * any other, whose words stay as they are. Accents and case do not count.
 */
public final class PassageWords {

  static final String ENGLISH = "en";
  static final String SPANISH = "es";
  static final String OTHER = "und";

  /** Every language that words are analysed in. */
  static final List<String> LANGUAGES = List.of(ENGLISH, SPANISH, OTHER);

  private static final Map<String, Analyzer> ANALYZERS =
      Map.of(ENGLISH, english(), SPANISH, spanish(), OTHER, other());

  private static final Analyzer COMMON_ENGLISH = common("english_stop.txt");
  private static final Analyzer COMMON_SPANISH = common("spanish_stop.txt");
  private static final int GUESSED_FROM = 2_000;

  private PassageWords() {}

  /** The stems of a text in order; the words that every text has are left out. */
  public static List<String> of(String text, String language) {
    return tokens(analyzer(language), text);
  }

  /**
   * The language a text is analysed in: what it is said to be, or the one whose commonest words it
   * has more of; English where that does not tell.
   */
  public static String language(Optional<String> said, String text) {
    if (said.isPresent()) {
      String language = Locale.forLanguageTag(said.get()).getLanguage();
      return ANALYZERS.containsKey(language) ? language : OTHER;
    }
    String start = text.substring(0, Math.min(text.length(), GUESSED_FROM));
    int all = tokens(ANALYZERS.getOrDefault(OTHER, COMMON_ENGLISH), start).size();
    int english = all - tokens(COMMON_ENGLISH, start).size();
    int spanish = all - tokens(COMMON_SPANISH, start).size();
    return spanish > english ? SPANISH : ENGLISH;
  }

  static Analyzer analyzer(String language) {
    Analyzer known = ANALYZERS.get(language);
    return known == null ? ANALYZERS.getOrDefault(OTHER, COMMON_ENGLISH) : known;
  }

  private static List<String> tokens(Analyzer analyzer, String text) {
    List<String> words = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream("", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        words.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }

  private static Analyzer english() {
    return built(
        prose()
            .andThen(b -> b.addTokenFilter(EnglishPossessiveFilterFactory.class))
            .andThen(b -> b.addTokenFilter(StopFilterFactory.class, stops("english_stop.txt")))
            .andThen(b -> b.addTokenFilter(PorterStemFilterFactory.class))
            .andThen(b -> b.addTokenFilter(ASCIIFoldingFilterFactory.class)));
  }

  private static Analyzer spanish() {
    return built(
        prose()
            .andThen(b -> b.addTokenFilter(StopFilterFactory.class, stops("spanish_stop.txt")))
            .andThen(b -> b.addTokenFilter(SpanishLightStemFilterFactory.class))
            .andThen(b -> b.addTokenFilter(ASCIIFoldingFilterFactory.class)));
  }

  private static Analyzer other() {
    return built(prose().andThen(b -> b.addTokenFilter(ASCIIFoldingFilterFactory.class)));
  }

  private static Analyzer common(String list) {
    return built(prose().andThen(b -> b.addTokenFilter(StopFilterFactory.class, stops(list))));
  }

  private static String[] stops(String list) {
    return new String[] {
      "words", "org/apache/lucene/analysis/snowball/" + list, "format", "snowball"
    };
  }

  /** A step of a chain; the factories declare that they may read files. */
  private interface Step {
    CustomAnalyzer.Builder add(CustomAnalyzer.Builder builder) throws IOException;

    default Step andThen(Step next) {
      return builder -> next.add(add(builder));
    }
  }

  private static Step prose() {
    return builder ->
        builder
            .addCharFilter(PatternReplaceCharFilterFactory.class, Fields.MARKS.clone())
            .withTokenizer(StandardTokenizerFactory.class)
            .addTokenFilter(LowerCaseFilterFactory.class);
  }

  private static Analyzer built(Step steps) {
    try {
      return steps.add(CustomAnalyzer.builder()).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
