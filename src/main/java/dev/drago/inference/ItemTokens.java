package dev.drago.inference;

import dev.drago.llama.Gguf;
import dev.drago.llama.InvalidModelException;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The items that have a token of their own in a model's vocabulary: {@code <item:ID>} is the item
 * ID.
 *
 * <p>The binding is read from the vocabulary and nowhere else, so a model file cannot disagree with
 * it. The items are numbered by <em>slot</em>, in order of their tokens; what a model says about
 * all of them is an array by slot.
 */
public final class ItemTokens {

  private static final String OPEN = "<item:";
  private static final String CLOSE = ">";

  /** How many items the model was trained with, where {@code scripts/finetune} wrote the file. */
  private static final String COUNT = "drago.item_count";

  private final List<String> ids;
  private final int[] tokens;
  private final Map<String, Integer> slots;
  private final ItemTrie trie;

  private ItemTokens(List<String> ids, int[] tokens) {
    this.ids = List.copyOf(ids);
    this.tokens = tokens;
    this.slots = HashMap.newHashMap(ids.size());
    Map<Integer, int[]> paths = new TreeMap<>();
    for (int slot = 0; slot < tokens.length; slot++) {
      slots.put(ids.get(slot), slot);
      paths.put(slot, new int[] {tokens[slot]});
    }
    this.trie = ItemTrie.of(paths);
  }

  /**
   * Reads the item tokens of a model.
   *
   * @throws InvalidModelException when the file says that it has tokens of more or fewer items than
   *     its vocabulary holds: something was lost on the way from training
   */
  public static ItemTokens of(LlamaModel model) {
    ItemTokens items = in(model.vocabulary());
    Gguf header = model.header();
    if (header.metadata().containsKey(COUNT) && header.integer(COUNT).orElse(-1) != items.size()) {
      throw new InvalidModelException(
          header.path(),
          "it says that %s items have a token, and its vocabulary has tokens of %d"
              .formatted(header.integer(COUNT).orElse(-1), items.size()));
    }
    return items;
  }

  /** Reads the item tokens of a vocabulary. */
  public static ItemTokens in(Vocabulary vocabulary) {
    List<String> ids = new ArrayList<>();
    List<Integer> tokens = new ArrayList<>();
    for (int token = 0; token < vocabulary.size(); token++) {
      Optional<String> id = itemId(vocabulary.text(token));
      if (id.isPresent()) {
        ids.add(id.get());
        tokens.add(token);
      }
    }
    return new ItemTokens(ids, tokens.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The ids of the items that have a token among {@code tokens}, as a file's header lists them. */
  public static List<String> ids(List<String> tokens) {
    return tokens.stream().map(ItemTokens::itemId).flatMap(Optional::stream).toList();
  }

  /** The text of an item's token. */
  public static String text(String itemId) {
    return OPEN + itemId + CLOSE;
  }

  static Optional<String> itemId(String token) {
    return token.startsWith(OPEN) && token.endsWith(CLOSE)
        ? Optional.of(token.substring(OPEN.length(), token.length() - CLOSE.length()))
        : Optional.empty();
  }

  /** How many items have a token. */
  public int size() {
    return tokens.length;
  }

  /** Item ids by slot. */
  public List<String> ids() {
    return ids;
  }

  public OptionalInt slot(String itemId) {
    Integer slot = slots.get(itemId);
    return slot == null ? OptionalInt.empty() : OptionalInt.of(slot);
  }

  public int token(int slot) {
    return tokens[slot];
  }

  /** What a row by token says of the items, by slot. */
  public float[] bySlot(float[] byToken) {
    float[] row = new float[tokens.length];
    for (int slot = 0; slot < row.length; slot++) {
      row[slot] = byToken[tokens[slot]];
    }
    return row;
  }

  /** The items as paths of length one. */
  public ItemTrie trie() {
    return trie;
  }
}
