package dev.drago.conversation;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.index.Words;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;

/**
 * The values of keyword attributes, by how people write them: without case, accents, spaces and
 * plural. Attributes whose values are names of people also have them by surname and first name.
 */
final class ValueIndex {

  /**
   * A value and how many items have it.
   *
   * @param attribute its attribute
   */
  record Known(String attribute, String value, int items) {
    Mood.Value plain() {
      return new Mood.Value(attribute, value);
    }
  }

  private static final Comparator<Known> MOST_FIRST =
      Comparator.comparingInt(Known::items)
          .reversed()
          .thenComparing(Known::attribute)
          .thenComparing(Known::value);

  /** From this share of capitalised values of several words on, an attribute is of names. */
  private static final double NAMES = 0.6;

  private static final int SHORTEST_FIRST_NAME = 5;

  /** So many values of an attribute are found by each of their words. */
  private static final int COMMON = 1_000;

  private final Words words;
  private final Map<String, List<Known>> byKey = new HashMap<>();
  private final Map<String, List<Known>> bySurname = new HashMap<>();
  private final Map<String, List<Known>> byFirstName = new HashMap<>();
  private final Map<String, List<Known>> byWord = new HashMap<>();
  private final Map<String, List<String>> common = new LinkedHashMap<>();

  ValueIndex(CatalogSnapshot catalog, CatalogSchema schema, Words words) {
    this.words = words;
    Map<String, Map<String, Integer>> counts = count(catalog, schema);
    counts.forEach(
        (attribute, values) -> {
          boolean names = areNames(values);
          values.forEach((value, n) -> add(new Known(attribute, value, n), names));
        });
    counts.forEach((attribute, values) -> keepCommon(attribute, values));
    for (Map<String, List<Known>> index : List.of(byKey, bySurname, byFirstName)) {
      index.values().forEach(list -> list.sort(MOST_FIRST));
    }
  }

  private void keepCommon(String attribute, Map<String, Integer> values) {
    List<Known> most =
        values.entrySet().stream()
            .map(e -> new Known(attribute, e.getKey(), e.getValue()))
            .sorted(MOST_FIRST)
            .limit(COMMON)
            .toList();
    common.put(attribute, most.stream().map(Known::value).toList());
    for (Known known : most) {
      for (Words.Word word : words.of(known.value())) {
        put(byWord, words.englishStem(word.folded()), known);
      }
    }
  }

  private static Map<String, Map<String, Integer>> count(
      CatalogSnapshot catalog, CatalogSchema schema) {
    Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    schema.types().entrySet().stream()
        .filter(e -> e.getValue() == AttributeType.KEYWORD)
        .forEach(e -> counts.put(e.getKey(), new HashMap<>()));
    BitSet live = catalog.live();
    for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
      catalog
          .item(i)
          .attributes()
          .forEach(
              (name, value) -> {
                Map<String, Integer> of = counts.get(name);
                if (of != null && value instanceof AttributeValue.Keywords(List<String> values)) {
                  values.forEach(v -> of.merge(v, 1, Integer::sum));
                }
              });
    }
    return counts;
  }

  private boolean areNames(Map<String, Integer> values) {
    long named =
        values.keySet().stream()
            .filter(value -> value.indexOf(' ') > 0)
            .filter(
                value ->
                    Character.isUpperCase(value.charAt(0))
                        && Character.isUpperCase(
                            value.charAt(
                                value.lastIndexOf(' ') + 1 < value.length()
                                    ? value.lastIndexOf(' ') + 1
                                    : 0)))
            .count();
    return values.size() > 1 && named >= NAMES * values.size();
  }

  private void add(Known known, boolean name) {
    List<Words.Word> parts = words.of(known.value());
    if (parts.isEmpty()) {
      return;
    }
    String key = join(parts);
    put(byKey, key, known);
    if (!name) {
      put(byKey, englishKey(parts), known);
      put(byKey, spanishKey(parts), known);
      return;
    }
    int n = parts.size();
    if (n > 1) {
      put(bySurname, parts.getLast().folded(), known);
      if (n > 2) {
        put(bySurname, join(parts.subList(n - 2, n)), known);
      }
      if (parts.getFirst().folded().length() >= SHORTEST_FIRST_NAME) {
        put(byFirstName, parts.getFirst().folded(), known);
      }
    }
  }

  private static void put(Map<String, List<Known>> index, String key, Known known) {
    List<Known> list = index.computeIfAbsent(key, k -> new ArrayList<>(1));
    if (!list.contains(known)) {
      list.add(known);
    }
  }

  static String join(List<Words.Word> parts) {
    return parts.stream().map(Words.Word::folded).collect(Collectors.joining());
  }

  private String englishKey(List<Words.Word> parts) {
    return parts.stream().map(w -> words.englishStem(w.folded())).collect(Collectors.joining());
  }

  private String spanishKey(List<Words.Word> parts) {
    return parts.stream().map(w -> words.spanishStem(w.folded())).collect(Collectors.joining());
  }

  /** The values with this key, in every attribute that has one, the most frequent first. */
  List<Known> find(String key) {
    return byKey.getOrDefault(key, List.of());
  }

  /** The values written so, case, accents and plural aside. */
  List<Known> written(String value) {
    List<Words.Word> parts = words.of(value);
    List<Known> exact = find(join(parts));
    return exact.isEmpty() ? find(englishKey(parts)) : exact;
  }

  /** The values of each attribute that has few of them; of others those that most items have. */
  Map<String, List<String>> attributes() {
    return common;
  }

  /** Values that have the word, among those that most items have. */
  List<Known> withWord(String written) {
    List<Known> found = new ArrayList<>();
    for (Words.Word word : words.of(written)) {
      String stem = words.englishStem(word.folded());
      byWord.getOrDefault(stem, List.of()).forEach(found::add);
    }
    return found;
  }

  /** Those with this surname. */
  List<Known> surnamed(String key) {
    return bySurname.getOrDefault(key, List.of());
  }

  /** The one with this first name, where there is but one and more than one item has them. */
  Optional<Known> named(String firstName) {
    List<Known> all = byFirstName.getOrDefault(firstName, List.of());
    boolean one = all.stream().map(Known::value).distinct().count() == 1;
    return one && all.stream().mapToInt(Known::items).sum() > 1
        ? Optional.of(all.getFirst())
        : Optional.empty();
  }

  /** Every word that values have, with how many items have the value. */
  void words(ObjIntConsumer<String> to) {
    byKey.values().stream()
        .flatMap(List::stream)
        .distinct()
        .forEach(
            known -> words.of(known.value()).forEach(w -> to.accept(w.folded(), known.items())));
  }
}
