package dev.drago.explain;

import dev.drago.catalog.Item;
import dev.drago.explain.Evidence.OfWish;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a wish an item's own words say, literally but for the plural. What is not wanted is no
 * wish: of "a thriller, not a horror film" only the thriller counts.
 */
final class WishMatch {

  private static final int SHORTEST = 3;
  private static final int MOST_WORDS = 4;

  /**
   * Words of three letters or more that a wish is full of and that say nothing of what is wanted.
   */
  private static final Set<String> EMPTY =
      Set.of(
          ("the and for are not but you was his her its our any all can had has who how did get may one"
                  + " out own see she too two use way let new old que los las una uno por del con sin mas muy"
                  + " ser fue son unos unas about like with that this some something want would love movie movies film films more"
                  + " less very from good great please really have watch based where when which what"
                  + " someone people there their them they your just into make made feel kind story"
                  + " stories algo pero para como quiero pelicula peliculas donde sobre mucho mucha"
                  + " muchos muchas haya sean gusta gustaria cuando esta este estos historia")
              .split(" "));

  /** A wish is in either language, or both. */
  private static final Set<String> NEGATION = all("negation");

  /** What comes after is wanted again. */
  private static final Set<String> BUT = all("but");

  private static final Pattern PAUSE = Pattern.compile("[,.;:!?()…\\n]");

  private WishMatch() {}

  private static Set<String> all(String list) {
    Set<String> words = new HashSet<>();
    for (Language language : Language.values()) {
      words.addAll(Phrasebook.of(language).words(list));
    }
    return words;
  }

  /**
   * The wish as a reason for an item; empty where it did not lift the item, or lifted it too little
   * for one that none of its words is of, or where all of it that may have done so is unwanted.
   */
  static Optional<OfWish> of(String wish, Item item, double effect) {
    List<String> wanted = wanted(wish);
    boolean whole = wanted.size() == Words.of(wish).size();
    OfWish match = of(wanted, item, effect);
    boolean said = !match.words().isEmpty() || !match.attributes().isEmpty();
    return effect > 0 && (said || (whole && effect >= Evidence.LEAST_EFFECT))
        ? Optional.of(match)
        : Optional.empty();
  }

  /** The words of a wish, folded, without those that a "not" before them turns around. */
  private static List<String> wanted(String wish) {
    List<String> wanted = new ArrayList<>();
    boolean negated = false;
    int end = 0;
    for (Words.Word word : Words.of(wish)) {
      boolean pause = PAUSE.matcher(wish.substring(end, word.start())).find();
      negated &= !pause && !BUT.contains(word.folded());
      negated |= NEGATION.contains(word.folded()) || word.folded().endsWith("n't");
      if (!negated) {
        wanted.add(word.folded());
      }
      end = word.end();
    }
    return wanted;
  }

  private static OfWish of(List<String> wish, Item item, double effect) {
    Set<String> wished = new LinkedHashSet<>();
    wish.forEach(word -> wished.add(stem(word)));
    List<Shared> attributes = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (Shared value : CatalogueWords.exactValues(item)) {
      List<String> words = Words.folded(value.value()).stream().map(WishMatch::stem).toList();
      if (!words.isEmpty() && wished.containsAll(words)) {
        attributes.add(value);
        named.addAll(words);
      }
    }
    Set<String> own = new HashSet<>();
    Words.folded(item.title() + " " + item.text()).forEach(word -> own.add(stem(word)));
    List<String> words =
        wish.stream()
            .filter(word -> word.length() >= SHORTEST && !EMPTY.contains(word))
            .filter(word -> own.contains(stem(word)) && !named.contains(stem(word)))
            .distinct()
            .limit(MOST_WORDS)
            .toList();
    return new OfWish(effect, words, attributes);
  }

  /** Without the plural of English and Spanish. */
  private static String stem(String word) {
    return word.length() > SHORTEST && word.endsWith("s") && !word.endsWith("ss")
        ? word.substring(0, word.length() - 1)
        : word;
  }
}
