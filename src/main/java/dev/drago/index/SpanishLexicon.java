package dev.drago.index;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.LowerCaseFilterFactory;
import org.apache.lucene.analysis.custom.CustomAnalyzer;
import org.apache.lucene.analysis.es.SpanishLightStemFilterFactory;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilterFactory;
import org.apache.lucene.analysis.standard.StandardTokenizerFactory;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.jspecify.annotations.Nullable;

/**
 * What Spanish content words are in English: {@code spanish-english.tsv}, found by the form itself,
 * without accents, or by its stem, so that the singular stands for plural and gender.
 */
final class SpanishLexicon {

  /** A word as written, in lower case without accents, and its stem. */
  record Word(String written, String form, String stem) {}

  /** The English of so many Spanish words. */
  record Entry(String english, int words) {}

  private static final String FILE = "spanish-english.tsv";

  private final Map<String, String> byForm = new HashMap<>();
  private final Map<String, String> byStem = new HashMap<>();
  private final Set<String> english = new HashSet<>();
  private final Analyzer folding;
  private final Analyzer stemming;
  private int longest = 1;

  SpanishLexicon() {
    try (InputStream in = SpanishLexicon.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the jar");
      }
      folding =
          CustomAnalyzer.builder()
              .withTokenizer(StandardTokenizerFactory.class)
              .addTokenFilter(LowerCaseFilterFactory.class)
              .addTokenFilter(ASCIIFoldingFilterFactory.class)
              .build();
      stemming =
          CustomAnalyzer.builder()
              .withTokenizer(StandardTokenizerFactory.class)
              .addTokenFilter(LowerCaseFilterFactory.class)
              .addTokenFilter(SpanishLightStemFilterFactory.class)
              .addTokenFilter(ASCIIFoldingFilterFactory.class)
              .build();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " could not be read", e);
    }
  }

  private void add(String line) {
    String[] sides = line.split("\t", -1);
    if (sides.length != 2) {
      throw new IllegalStateException("%s: '%s' has no two sides".formatted(FILE, line));
    }
    for (String spanish : sides[0].split(",", -1)) {
      List<Word> words = words(spanish);
      longest = Math.max(longest, words.size());
      byForm.putIfAbsent(join(words, false), sides[1]);
      byStem.putIfAbsent(join(words, true), sides[1]);
    }
    for (String word : sides[1].toLowerCase(Locale.ROOT).split("\\W+", -1)) {
      english.add(word);
    }
  }

  /** The words of a text, in order. */
  List<Word> words(String given) {
    String text = Normalizer.normalize(given, Normalizer.Form.NFC);
    List<String> stems = new ArrayList<>();
    analyse(stemming, text, (term, _, _) -> stems.add(term));
    List<Word> words = new ArrayList<>();
    analyse(
        folding,
        text,
        (term, from, to) ->
            words.add(new Word(text.substring(from, to), term, stems.get(words.size()))));
    return words;
  }

  /** The entry for the most words from {@code from} on; a form goes before a stem. */
  Optional<Entry> find(List<Word> words, int from) {
    for (int n = Math.min(longest, words.size() - from); n > 0; n--) {
      List<Word> part = words.subList(from, from + n);
      String known = byForm.get(join(part, false));
      known = known == null && n == 1 ? singular(part.getFirst().form) : known;
      known = known == null ? byStem.get(join(part, true)) : known;
      known = known == null && n == 1 ? masculine(part.getFirst().form) : known;
      if (known != null) {
        return Optional.of(new Entry(known, n));
      }
    }
    return Optional.empty();
  }

  /**
   * A plural is looked for as its singular first: sisters are not brothers, whose stem they have.
   */
  private @Nullable String singular(String form) {
    for (String plural : List.of("s", "es")) {
      String known = byForm.get(without(plural, form));
      if (known != null) {
        return known;
      }
    }
    return null;
  }

  /** The stemmer leaves short words as they are: {@code rica} is found as {@code rico}. */
  private @Nullable String masculine(String form) {
    String base = without("a", without("s", form));
    String known = byForm.get(base + "o");
    return known == null ? byForm.get(base) : known;
  }

  private static String without(String ending, String form) {
    boolean cut = form.endsWith(ending) && form.length() - ending.length() >= 3;
    return cut ? form.substring(0, form.length() - ending.length()) : form;
  }

  /** Whether it is one of the English words of the lexicon, or the plural of one without accent. */
  boolean isEnglish(Word word) {
    boolean plain = word.written.chars().allMatch(c -> c < 128);
    return english.contains(word.form) || (plain && english.contains(without("s", word.form)));
  }

  private static String join(List<Word> words, boolean stems) {
    return String.join(" ", words.stream().map(w -> stems ? w.stem : w.form).toList());
  }

  private interface Term {
    void at(String term, int from, int to);
  }

  private static void analyse(Analyzer analyzer, String text, Term each) {
    try (TokenStream stream = analyzer.tokenStream("", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      OffsetAttribute offset = stream.addAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        each.at(term.toString(), offset.startOffset(), offset.endOffset());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a text could not be analysed", e);
    }
  }
}
