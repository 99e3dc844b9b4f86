package dev.drago.scoring;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemText;
import dev.drago.inference.ItemTrie;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The items of one snapshot as paths of title tokens, ended by the token that ends an answer.
 *
 * <p>Two items of one title are told apart by their year, and where that does not do, by their id.
 */
final class TitlePaths {

  /** Characters of a name: what is longer is cut, and told apart by its id. */
  private static final int LONGEST = 100;

  private final long version;
  private final String[] names;
  private final int[][] paths;
  private final ItemTrie trie;

  private TitlePaths(long version, String[] names, int[][] paths, ItemTrie trie) {
    this.version = version;
    this.names = names;
    this.paths = paths;
    this.trie = trie;
  }

  static TitlePaths none() {
    return new TitlePaths(-1, new String[0], new int[0][], ItemTrie.of(Map.of()));
  }

  /** The paths of a snapshot; names that were tokenized before are not tokenized again. */
  TitlePaths of(CatalogSnapshot catalog, Function<String, int[]> tokenizer) {
    if (catalog.version() == version) {
      return this;
    }
    String[] next = names(catalog);
    int[][] tokens = new int[next.length][0];
    Map<Integer, int[]> byItem = new LinkedHashMap<>();
    for (int o = 0; o < next.length; o++) {
      if (!catalog.isLive(o)) {
        continue;
      }
      boolean known = o < names.length && next[o].equals(names[o]) && paths[o].length > 0;
      tokens[o] = known ? paths[o] : tokenizer.apply(next[o]);
      byItem.put(o, tokens[o]);
    }
    return new TitlePaths(catalog.version(), next, tokens, ItemTrie.of(byItem));
  }

  private static String[] names(CatalogSnapshot catalog) {
    Map<String, Integer> holders = new HashMap<>();
    for (int o = 0; o < catalog.size(); o++) {
      if (catalog.isLive(o)) {
        forms(catalog.item(o)).forEach(form -> holders.merge(form, 1, Integer::sum));
      }
    }
    String[] names = new String[catalog.size()];
    for (int o = 0; o < names.length; o++) {
      names[o] = "";
      if (catalog.isLive(o)) {
        Item item = catalog.item(o);
        names[o] =
            forms(item).stream()
                .filter(form -> holders.getOrDefault(form, 0) == 1)
                .findFirst()
                .orElseGet(() -> numbered(item, holders));
      }
    }
    return names;
  }

  /** With its id, as often as it takes for no other item to be called so. */
  private static String numbered(Item item, Map<String, Integer> holders) {
    String name = beginning(ItemText.name(item));
    do {
      name = "%s [%s]".formatted(name, item.id());
    } while (holders.putIfAbsent(name, 2) != null);
    return name;
  }

  /** What an item may be called, the shortest first. */
  private static Set<String> forms(Item item) {
    Set<String> forms = new LinkedHashSet<>();
    for (String name : List.of(item.title(), ItemText.name(item))) {
      if (name.length() <= LONGEST) {
        forms.add(name.strip());
      }
    }
    return forms;
  }

  private static String beginning(String name) {
    int end = Math.min(name.length(), LONGEST);
    boolean halved = end > 0 && Character.isHighSurrogate(name.charAt(end - 1));
    return name.substring(0, halved ? end - 1 : end);
  }

  /** How the model is told of an item, and names it. */
  String name(int ordinal) {
    return names[ordinal];
  }

  int[] path(int ordinal) {
    return paths[ordinal];
  }

  ItemTrie trie() {
    return trie;
  }
}
