package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The trie against the map of paths it was made from. jqwik prints the seed of a failure. */
class ItemTrieTest {

  @Property
  void everyPathLeadsToItsItem(@ForAll("paths") Set<List<Integer>> paths) {
    Map<Integer, int[]> items = numbered(paths);
    ItemTrie trie = ItemTrie.of(items);

    items.forEach(
        (item, path) -> assertThat(trie.item(walk(trie, path))).isEqualTo(OptionalInt.of(item)));
  }

  @Property
  void aWalkFromTheRootMeetsExactlyTheItems(@ForAll("paths") Set<List<Integer>> paths) {
    Map<Integer, int[]> items = numbered(paths);
    Map<List<Integer>, Integer> expected = new HashMap<>();
    items.forEach((item, path) -> expected.put(list(path), item));

    Map<List<Integer>, Integer> met = new HashMap<>();
    int nodes = collect(ItemTrie.of(items), ItemTrie.ROOT, new ArrayList<>(), met);

    assertThat(met).isEqualTo(expected);
    assertThat(ItemTrie.of(items).size()).isEqualTo(nodes);
  }

  @Property
  void aSequenceThatIsNoPathLeadsNowhereOrToNoItem(
      @ForAll("paths") Set<List<Integer>> paths, @ForAll("path") List<Integer> other) {
    ItemTrie trie = ItemTrie.of(numbered(paths));
    int node = ItemTrie.ROOT;
    for (int token : other) {
      OptionalInt child = trie.child(node, token);
      if (child.isEmpty()) {
        assertThat(paths).doesNotContain(other);
        return;
      }
      node = child.getAsInt();
    }
    assertThat(trie.item(node).isPresent()).isEqualTo(paths.contains(other));
  }

  @Property
  void whatMayFollowIsAscendingAndWithoutRepetition(@ForAll("paths") Set<List<Integer>> paths) {
    ItemTrie trie = ItemTrie.of(numbered(paths));
    for (int node = 0; node < trie.size(); node++) {
      assertThat(trie.next(node)).isSorted().doesNotHaveDuplicates();
    }
  }

  @Example
  void anItemMayBeThePrefixOfAnother() {
    ItemTrie trie = ItemTrie.of(Map.of(7, new int[] {3, 1}, 2, new int[] {3}));
    int alien = trie.child(ItemTrie.ROOT, 3).orElseThrow();

    assertThat(trie.item(ItemTrie.ROOT)).isEmpty();
    assertThat(trie.item(alien)).hasValue(2);
    assertThat(trie.next(alien)).containsExactly(1);
    assertThat(trie.item(trie.child(alien, 1).orElseThrow())).hasValue(7);
  }

  @Example
  void aTrieOfNothingIsARootThatLeadsNowhere() {
    ItemTrie trie = ItemTrie.of(Map.of());

    assertThat(trie.size()).isEqualTo(1);
    assertThat(trie.next(ItemTrie.ROOT)).isEmpty();
    assertThat(trie.child(ItemTrie.ROOT, 0)).isEmpty();
  }

  @Example
  void anEmptyPathIsRefused() {
    assertThatThrownBy(() -> ItemTrie.of(Map.of(4, new int[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("item 4 has an empty path");
  }

  @Example
  void twoItemsOfOnePathAreRefused() {
    Map<Integer, int[]> paths = new TreeMap<>(Map.of(1, new int[] {5, 6}, 2, new int[] {5, 6}));

    assertThatThrownBy(() -> ItemTrie.of(paths))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("items 1 and 2 have the same path [5, 6]");
  }

  /** Few tokens, so that paths share prefixes and are prefixes of each other. */
  @Provide
  Arbitrary<List<Integer>> path() {
    return Arbitraries.integers().between(0, 3).list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<Set<List<Integer>>> paths() {
    return path().set().ofMaxSize(60);
  }

  /** Item numbers with gaps, in no order of the paths. */
  private static Map<Integer, int[]> numbered(Set<List<Integer>> paths) {
    Map<Integer, int[]> items = new HashMap<>();
    int item = 1;
    for (List<Integer> path : paths) {
      items.put(item, path.stream().mapToInt(Integer::intValue).toArray());
      item += 3;
    }
    return items;
  }

  private static int walk(ItemTrie trie, int[] path) {
    int node = ItemTrie.ROOT;
    for (int token : path) {
      node = trie.child(node, token).orElseThrow();
    }
    return node;
  }

  /** Depth first; how many nodes there are below and with {@code node}. */
  private static int collect(
      ItemTrie trie, int node, List<Integer> path, Map<List<Integer>, Integer> met) {
    trie.item(node).ifPresent(item -> met.put(List.copyOf(path), item));
    int nodes = 1;
    for (int token : trie.next(node)) {
      path.add(token);
      nodes += collect(trie, trie.child(node, token).orElseThrow(), path, met);
      path.removeLast();
    }
    return nodes;
  }

  private static List<Integer> list(int[] path) {
    List<Integer> list = new ArrayList<>();
    for (int token : path) {
      list.add(token);
    }
    return list;
  }
}
