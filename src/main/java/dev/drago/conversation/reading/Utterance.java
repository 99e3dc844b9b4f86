package dev.drago.conversation.reading;

import dev.drago.index.Words;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person said, in words, and in which language.
 *
 * @param text the part of it that is read
 */
record Utterance(String text, List<Token> tokens, Language language) {

  /** Characters that are read; nobody says more in one turn, and a page pasted in is no wish. */
  static final int MOST = 2_000;

  private static final Pattern STOP = Pattern.compile("[.!?;:\\n…¡¿]");
  private static final Pattern COMMA = Pattern.compile("[,()\\[\\]–—|]|\\s-\\s|--");

  /** Numbers that are more than one word: with thousands apart, or with decimals. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}.,])"
              + "(?:[1-9]\\d{0,2}(?:(?:,\\d{3})+|(?:\\.\\d{3})+)|0[.,]\\d{1,9}|\\d{1,9}[.,]\\d{1,2})"
              + "(?![\\p{L}\\p{N}]|[.,]\\d)");

  private static final Pattern QUOTED =
      Pattern.compile(
          "\"[^\"]{1,120}\"|“[^”]{1,120}”|«[^»]{1,120}»|‘[^’]{1,120}’"
              + "|(?<![\\p{L}\\p{N}])'[^']{1,120}'(?![\\p{L}\\p{N}])");
  private static final Pattern SPANISH = Pattern.compile("[¿¡ñÑ]");

  Utterance {
    tokens = List.copyOf(tokens);
  }

  static Utterance read(String utterance, Optional<Language> hint, CatalogueLexicon lexicon) {
    String text = cut(utterance);
    List<Words.Word> words = lexicon.words().of(text);
    boolean[] quoted = marked(QUOTED, text);
    boolean[] number = marked(NUMBER, text);
    boolean capitals = capitalsMean(words);
    List<Token> tokens = new ArrayList<>();
    int end = 0;
    for (Words.Word word : words) {
      Token.Gap gap = tokens.isEmpty() ? Token.Gap.STOP : gap(text, end, word.start(), number);
      String folded = lexicon.mended(word.folded());
      boolean capital =
          capitals && gap != Token.Gap.STOP && Character.isUpperCase(word.written().codePointAt(0));
      tokens.add(
          new Token(
              word.written(),
              word.folded(),
              folded,
              lexicon.words().englishStem(folded),
              lexicon.words().spanishStem(folded),
              word.start(),
              word.end(),
              gap,
              quoted[word.start()],
              capital));
      end = word.end();
    }
    return new Utterance(text, tokens, language(text, tokens, hint, lexicon));
  }

  private static String cut(String text) {
    if (text.length() <= MOST) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST);
  }

  /** The characters that are part of a match. */
  private static boolean[] marked(Pattern pattern, String text) {
    boolean[] marked = new boolean[text.length()];
    Matcher matches = pattern.matcher(text);
    while (matches.find()) {
      Arrays.fill(marked, matches.start(), matches.end(), true);
    }
    return marked;
  }

  /** Where everything has a capital, none says anything. */
  private static boolean capitalsMean(List<Words.Word> words) {
    return words.stream().anyMatch(w -> Character.isLowerCase(w.written().codePointAt(0)));
  }

  private static Token.Gap gap(String text, int from, int to, boolean[] number) {
    if (to == from + 1 && number[from]) {
      return Token.Gap.NUMBER;
    }
    String between = text.substring(from, to);
    if (STOP.matcher(between).find()) {
      return Token.Gap.STOP;
    }
    if (COMMA.matcher(between).find()) {
      return Token.Gap.COMMA;
    }
    return between.equals("-") ? Token.Gap.HYPHEN : Token.Gap.NONE;
  }

  /** The language whose lexicon has more of the words; the hint, then English, where it is even. */
  private static Language language(
      String text, List<Token> tokens, Optional<Language> hint, CatalogueLexicon catalogue) {
    Lexicon lexicon = catalogue.lexicon;
    if (isTitle(tokens, catalogue)) {
      return hint.orElse(Language.EN);
    }
    int spanish = SPANISH.matcher(text).find() ? 1 : 0;
    int english = 0;
    for (Token token : tokens) {
      if (token.capital()) {
        continue;
      }
      boolean en = lexicon.isWordOf(Language.EN, token.folded());
      boolean es = lexicon.isWordOf(Language.ES, token.folded());
      english += en && !es ? 1 : 0;
      spanish += es && !en ? 1 : 0;
    }
    return english == spanish
        ? hint.orElse(Language.EN)
        : english > spanish ? Language.EN : Language.ES;
  }

  /** A title alone is of no language: Spaniards say "Alien" too. */
  private static boolean isTitle(List<Token> tokens, CatalogueLexicon catalogue) {
    StringBuilder key = new StringBuilder();
    tokens.forEach(t -> key.append(TitleKey.part(t.raw(), catalogue.lexicon.numerals)));
    return catalogue.titles.isWhole(key.toString());
  }

  int size() {
    return tokens.size();
  }

  Token token(int index) {
    return tokens.get(index);
  }

  /** The words as they stand, from one to before another. */
  String written(int from, int to) {
    return text.substring(token(from).start(), token(to - 1).end());
  }
}
