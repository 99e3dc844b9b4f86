package dev.drago.explain;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The titles and exact values of a catalogue: how rare a value is, and which titles and values
 * begin with a word.
 *
 * <p>Made by going over the whole catalogue, so an older one is used again after a change until
 * twenty times as long has passed as the last making took: a catalogue that changes all the time
 * costs a twentieth of a core, and a new title is known within seconds.
 */
final class CatalogueWords {

  private static final int REST = 20;

  /** What the catalogue calls something. */
  record Phrase(List<String> words, boolean isTitle, String text) {}

  private final long version;
  private final int items;
  private final Map<Shared, Integer> counts = new HashMap<>();

  /** By their first two words: by the first alone a tenth of all would begin with "the". */
  private final Map<String, List<String>> titles = new HashMap<>();

  private final Map<String, List<String>> values = new HashMap<>();

  private CatalogueWords(CatalogSnapshot catalog) {
    this.version = catalog.version();
    this.items = catalog.liveCount();
    catalog.live().stream().mapToObj(catalog::item).forEach(this::add);
  }

  static CatalogueWords of(CatalogSnapshot catalog) {
    return new CatalogueWords(catalog);
  }

  private void add(Item item) {
    begin(titles, item.title());
    for (Shared value : exactValues(item)) {
      if (counts.merge(value, 1, Integer::sum) == 1) {
        begin(values, value.value());
      }
    }
  }

  private static void begin(Map<String, List<String>> phrases, String phrase) {
    List<String> words = Words.folded(phrase);
    if (!words.isEmpty()) {
      phrases.computeIfAbsent(key(words), word -> new ArrayList<>(1)).add(phrase);
    }
  }

  private static String key(List<String> words) {
    return words.size() == 1 ? words.getFirst() : words.getFirst() + " " + words.get(1);
  }

  /** The exact values of an item's keyword attributes. */
  static List<Shared> exactValues(Item item) {
    List<Shared> values = new ArrayList<>();
    item.attributes()
        .forEach(
            (name, value) -> {
              if (value instanceof AttributeValue.Keywords keywords) {
                keywords.values().stream().distinct().forEach(v -> values.add(new Shared(name, v)));
              }
            });
    return values;
  }

  /** Inverse document frequency: 0 of what every item has, larger the rarer, in nats. */
  double rarity(Shared value) {
    return Math.log((double) Math.max(1, items) / counts.getOrDefault(value, 1));
  }

  /**
   * The titles and values that are the first of these folded words, or begin with the first two.
   */
  Stream<Phrase> beginningWith(List<String> words) {
    Stream<String> keys =
        words.size() == 1 ? Stream.of(words.getFirst()) : Stream.of(words.getFirst(), key(words));
    return keys.flatMap(
        key ->
            Stream.concat(
                titles.getOrDefault(key, List.of()).stream()
                    .map(title -> new Phrase(Words.folded(title), true, title)),
                values.getOrDefault(key, List.of()).stream()
                    .map(value -> new Phrase(Words.folded(value), false, value))));
  }

  /** The words of the catalogue in service. */
  static final class Live {
    private record Made(CatalogueWords words, long at, long nanos) {}

    private final ReentrantLock making = new ReentrantLock();
    private final AtomicReference<Made> last =
        new AtomicReference<>(
            new Made(new CatalogueWords(CatalogSnapshot.empty()), System.nanoTime(), 0));

    CatalogueWords of(CatalogSnapshot catalog) {
      Made made = last.get();
      boolean rested = System.nanoTime() - made.at >= REST * made.nanos;
      if (made.words.version == catalog.version() || (!rested && made.words.items > 0)) {
        return made.words;
      }
      making.lock();
      try {
        made = last.get();
        if (made.words.version != catalog.version()) {
          long start = System.nanoTime();
          CatalogueWords words = new CatalogueWords(catalog);
          made = new Made(words, System.nanoTime(), System.nanoTime() - start);
          last.set(made);
        }
        return made.words;
      } finally {
        making.unlock();
      }
    }
  }
}
