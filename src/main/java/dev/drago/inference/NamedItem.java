package dev.drago.inference;

import java.util.Comparator;

/**
 * An item a language model names.
 *
 * @param item its number in the trie
 * @param score the natural logarithm of the probability that the model writes its title
 */
public record NamedItem(int item, double score) {

  static final Comparator<NamedItem> BEST_FIRST =
      Comparator.comparingDouble((NamedItem named) -> -named.score())
          .thenComparing(NamedItem::item);
}
