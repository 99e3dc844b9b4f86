package dev.drago.scoring;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemText;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the items of one snapshot are called in what a language model reads and writes: each by a
 * name that no other has.
 *
 * <p>Two items of one title are told apart by their year, and where that does not do, by their id.
 */
public final class ItemNames {

  /** Characters of a name: what is longer is cut, and told apart by its id. */
  private static final int LONGEST = 100;

  private final String[] names;

  private ItemNames(String[] names) {
    this.names = names;
  }

  /** The names of a snapshot's live items. */
  public static ItemNames of(CatalogSnapshot catalog) {
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
    return new ItemNames(names);
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

  /** The name of an ordinal; empty where it is not live. */
  public String name(int ordinal) {
    return names[ordinal];
  }

  /** One more than the highest ordinal. */
  public int size() {
    return names.length;
  }
}
