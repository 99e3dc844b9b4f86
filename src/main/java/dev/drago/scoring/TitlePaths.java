package dev.drago.scoring;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.inference.ItemTrie;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The {@link ItemNames names} of one snapshot as paths of tokens, ended by the token that ends an
 * answer.
 */
final class TitlePaths {

  private final long version;
  private final ItemNames names;
  private final int[][] paths;
  private final ItemTrie trie;

  private TitlePaths(long version, ItemNames names, int[][] paths, ItemTrie trie) {
    this.version = version;
    this.names = names;
    this.paths = paths;
    this.trie = trie;
  }

  static TitlePaths none() {
    return new TitlePaths(
        -1, ItemNames.of(CatalogSnapshot.empty()), new int[0][], ItemTrie.of(Map.of()));
  }

  /** The paths of a snapshot; names that were tokenized before are not tokenized again. */
  TitlePaths of(CatalogSnapshot catalog, Function<String, int[]> tokenizer) {
    if (catalog.version() == version) {
      return this;
    }
    ItemNames next = ItemNames.of(catalog);
    int[][] tokens = new int[next.size()][0];
    Map<Integer, int[]> byItem = new LinkedHashMap<>();
    for (int o = 0; o < next.size(); o++) {
      if (!catalog.isLive(o)) {
        continue;
      }
      boolean known = o < names.size() && next.name(o).equals(names.name(o)) && paths[o].length > 0;
      tokens[o] = known ? paths[o] : tokenizer.apply(next.name(o));
      byItem.put(o, tokens[o]);
    }
    return new TitlePaths(catalog.version(), next, tokens, ItemTrie.of(byItem));
  }

  /** How the model is told of an item, and names it. */
  String name(int ordinal) {
    return names.name(ordinal);
  }

  int[] path(int ordinal) {
    return paths[ordinal];
  }

  ItemTrie trie() {
    return trie;
  }
}
