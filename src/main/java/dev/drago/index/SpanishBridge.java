package dev.drago.index;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Puts what is asked in Spanish into English words, so that items described in English are found.
 *
 * <p>Word by word from a lexicon of some 1,600 forms; function words go, and a word the lexicon
 * does not have, a name most likely, stays. That is no translation: it keeps what a search looks
 * for, not who does what to whom. A text that is not Spanish is left as it is, to the letter.
 */
public final class SpanishBridge {

  /** The code of the language it reads. */
  public static final String SPANISH = "es";

  /** Of a longer text the beginning is read: all that a search or an embedder looks at. */
  private static final int MAX_CHARACTERS = 10_000;

  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          ("a al algo algun alguien alguna algunas algunos ante antes aquel aquella aquellas"
                  + " aquellos aqui asi aun aunque cada casi como con cosa cosas cual cuando cuanto"
                  + " de del desde despues donde dos e el ella ellas ellos en entre era eran eres"
                  + " es esa esas ese eso esos esta estaba estan estar estas este esto estos estoy"
                  + " fue fueron fui ha haber habia hace hacen hacer hacia han has hasta hay haya he"
                  + " la las le les lo los me menos mi mis mismo mucha muchas mucho muchos muy ni o"
                  + " os otra otras otro otros para pero por porque puede pueden puedo pues que"
                  + " quien quienes saca salia sale se sea sean ser si sido siempre sino sobre solo son su"
                  + " sus tambien tan tanto te tenga tener tengo ti tiene tienen toda todas todo todos"
                  + " tu tus un una unas uno unos va van varios vez voy y ya yo")
              .split(" "));

  /** Enough to tell English; some of them are Spanish words too, and tell nothing. */
  private static final Set<String> ENGLISH_FUNCTION_WORDS =
      Set.of(
          ("a about all an and any are as at be but by can do does for from had has have he her him"
                  + " his how i if in into is it its just like me more most my no not of on one or our"
                  + " out please she sin so some son something than that the their them then there"
                  + " they this to too up was we what when where which while who whole will with"
                  + " without would you your come once red sea van pan dame ten part two three four"
                  + " five six first last plane planes")
              .split(" "));

  private final SpanishLexicon lexicon = new SpanishLexicon();

  /**
   * Whether a text reads as Spanish: more of its words are Spanish than English, one of them a
   * content word of the lexicon, or two of them different function words. What both languages have
   * does not count.
   */
  public boolean isSpanish(String text) {
    return isSpanish(lexicon.words(start(text)));
  }

  private boolean isSpanish(List<SpanishLexicon.Word> words) {
    Set<String> function = new LinkedHashSet<>();
    int content = 0;
    int spanish = 0;
    int english = 0;
    int at = 0;
    while (at < words.size()) {
      String form = words.get(at).form();
      Optional<SpanishLexicon.Entry> entry = lexicon.find(words, at);
      int length = entry.map(SpanishLexicon.Entry::words).orElse(1);
      boolean inSpanish = FUNCTION_WORDS.contains(form);
      boolean known = entry.isPresent() && (length > 1 || !inSpanish);
      boolean inEnglish =
          length == 1
              && (ENGLISH_FUNCTION_WORDS.contains(form)
                  || (!inSpanish && lexicon.isEnglish(words.get(at))));
      if (inEnglish && !inSpanish && !known) {
        english++;
      } else if (!inEnglish && (inSpanish || known)) {
        spanish += length;
        content += known ? 1 : 0;
        if (!known) {
          function.add(form);
        }
      }
      at += length;
    }
    return spanish > english && (content > 0 || function.size() > 1);
  }

  /**
   * The wordings to embed: of a Spanish text its English words, and before them the text itself
   * where the embedder knows the language, which finds more than either (docs/language.md). Any
   * other text is its one wording.
   *
   * @param knows whether the embedder was trained on the language of a code
   */
  public List<String> wordings(String text, Predicate<String> knows) {
    return translated(text)
        .map(english -> knows.test(SPANISH) ? List.of(text, english) : List.of(english))
        .orElse(List.of(text));
  }

  /** A Spanish text in English words; any other as it is. */
  public String english(String text) {
    return translated(text).orElse(text);
  }

  /** What words to look for: those of a Spanish text and their English; any other as it is. */
  public String words(String text) {
    return translated(text).map(english -> english + " " + text).orElse(text);
  }

  private Optional<String> translated(String text) {
    List<SpanishLexicon.Word> words = lexicon.words(start(text));
    if (!isSpanish(words)) {
      return Optional.empty();
    }
    Set<String> english = new LinkedHashSet<>();
    int at = 0;
    while (at < words.size()) {
      Optional<SpanishLexicon.Entry> entry = lexicon.find(words, at);
      if (entry.isPresent() && !(entry.get().words() == 1 && isFunction(words.get(at)))) {
        if (!entry.get().english().isEmpty()) {
          english.add(entry.get().english());
        }
        at += entry.get().words();
      } else {
        if (!isFunction(words.get(at))) {
          english.add(words.get(at).written());
        }
        at++;
      }
    }
    String joined = String.join(" ", english).strip();
    return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
  }

  private static boolean isFunction(SpanishLexicon.Word word) {
    return FUNCTION_WORDS.contains(word.form());
  }

  private static String start(String text) {
    return text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
  }
}
