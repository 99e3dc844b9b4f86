package dev.drago.explain;

import dev.drago.catalog.Item;
import dev.drago.explain.Evidence.OfWish;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What of a wish an item's own words say, literally but for the plural. */
final class WishMatch {

  private static final int SHORTEST = 4;
  private static final int MOST_WORDS = 4;

  /**
   * Words of four letters or more that a wish is full of and that say nothing of what is wanted.
   */
  private static final Set<String> EMPTY =
      Set.of(
          ("about like with that this some something want would love movie movies film films more"
                  + " less very from good great please really have watch based where when which what"
                  + " someone people there their them they your just into make made feel kind story"
                  + " stories algo pero para como quiero pelicula peliculas donde sobre mucho mucha"
                  + " muchos muchas haya sean gusta gustaria cuando esta este estos historia")
              .split(" "));

  private WishMatch() {}

  static OfWish of(String wish, Item item, double effect) {
    Set<String> wished = new LinkedHashSet<>();
    for (Words.Word word : Words.of(wish)) {
      wished.add(stem(word.folded()));
    }
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
        Words.of(wish).stream()
            .map(Words.Word::folded)
            .filter(word -> word.length() >= SHORTEST && !EMPTY.contains(word))
            .filter(word -> own.contains(stem(word)) && !named.contains(stem(word)))
            .distinct()
            .limit(MOST_WORDS)
            .toList();
    return new OfWish(effect, words, attributes);
  }

  /** Without the plural of English and Spanish. */
  private static String stem(String word) {
    return word.length() >= SHORTEST && word.endsWith("s") && !word.endsWith("ss")
        ? word.substring(0, word.length() - 1)
        : word;
  }
}
