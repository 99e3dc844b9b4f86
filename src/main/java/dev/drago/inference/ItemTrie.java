package dev.drago.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * All items as paths of tokens. Decoding that walks the trie can only end at an item.
 *
 * <p>An item with a token of its own is a path of length one; any other is its title's tokens. A
 * node may both be an item and lead to others ("Alien" and "Aliens" share a prefix).
 *
 * <p>Laid out as arrays: the children of node n are the slice {@code firstChild[n] ..
 * firstChild[n+1]} of {@code tokens} (ascending) and {@code targets}. The root is node 0.
 */
public final class ItemTrie {

  public static final int ROOT = 0;

  private final int[] firstChild;
  private final int[] tokens;
  private final int[] targets;
  private final int[] items;
  private final int depth;

  private ItemTrie(int[] firstChild, int[] tokens, int[] targets, int[] items) {
    this.firstChild = firstChild;
    this.tokens = tokens;
    this.targets = targets;
    this.items = items;
    this.depth = depth(firstChild, targets);
  }

  /**
   * Builds the trie of {@code paths}, item ordinal to tokens.
   *
   * @throws IllegalArgumentException when a path is empty, or when two items have the same path,
   *     for then the model could not tell them apart
   */
  public static ItemTrie of(Map<Integer, int[]> paths) {
    Node root = new Node();
    paths.forEach(
        (item, path) -> {
          if (path.length == 0) {
            throw new IllegalArgumentException("item %d has an empty path".formatted(item));
          }
          Node node = root;
          for (int token : path) {
            node = node.children.computeIfAbsent(token, t -> new Node());
          }
          if (node.item >= 0) {
            throw new IllegalArgumentException(
                "items %d and %d have the same path %s"
                    .formatted(node.item, item, Arrays.toString(path)));
          }
          node.item = item;
        });
    List<Node> order = new ArrayList<>(List.of(root));
    int edges = 0;
    for (int n = 0; n < order.size(); n++) { // breadth first; the list grows as it is walked
      for (Node child : order.get(n).children.values()) {
        child.number = order.size();
        order.add(child);
        edges++;
      }
    }
    int[] firstChild = new int[order.size() + 1];
    int[] tokens = new int[edges];
    int[] targets = new int[edges];
    int[] items = new int[order.size()];
    int edge = 0;
    for (int n = 0; n < order.size(); n++) {
      firstChild[n] = edge;
      items[n] = order.get(n).item;
      for (var child : order.get(n).children.entrySet()) {
        tokens[edge] = child.getKey();
        targets[edge++] = child.getValue().number;
      }
    }
    firstChild[order.size()] = edge;
    return new ItemTrie(firstChild, tokens, targets, items);
  }

  /** The tokens that may follow at {@code node}, ascending. */
  public int[] next(int node) {
    return Arrays.copyOfRange(tokens, firstChild[node], firstChild[node + 1]);
  }

  /** The node that {@code token} leads to, or empty where no item goes on that way. */
  public OptionalInt child(int node, int token) {
    int at = Arrays.binarySearch(tokens, firstChild[node], firstChild[node + 1], token);
    return at < 0 ? OptionalInt.empty() : OptionalInt.of(targets[at]);
  }

  /** The item whose path ends at {@code node}, or empty where none does. */
  public OptionalInt item(int node) {
    return items[node] < 0 ? OptionalInt.empty() : OptionalInt.of(items[node]);
  }

  /** How many tokens the longest path has. */
  public int depth() {
    return depth;
  }

  private static int depth(int[] firstChild, int[] targets) {
    int[] depths = new int[firstChild.length - 1];
    int deepest = 0;
    for (int node = 0; node < depths.length; node++) { // parents come before their children
      for (int edge = firstChild[node]; edge < firstChild[node + 1]; edge++) {
        depths[targets[edge]] = depths[node] + 1;
        deepest = Math.max(deepest, depths[node] + 1);
      }
    }
    return deepest;
  }

  /** The nodes on the paths of some items: where a walk may go that is to end at one of them. */
  public BitSet nodesTo(BitSet wanted) {
    BitSet open = new BitSet(items.length);
    for (int node = items.length - 1; node >= 0; node--) { // children before their parents
      boolean leads = items[node] >= 0 && wanted.get(items[node]);
      for (int edge = firstChild[node]; edge < firstChild[node + 1] && !leads; edge++) {
        leads = open.get(targets[edge]);
      }
      open.set(node, leads);
    }
    return open;
  }

  /** Nodes, the root included. */
  public int size() {
    return items.length;
  }

  private static final class Node {
    final TreeMap<Integer, Node> children = new TreeMap<>();
    int item = -1;
    int number;
  }
}
