package dev.drago.recommend;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the attributes of the items are that a filter lets through, with counts: to choose a filter
 * from. Counted in one pass over the items of a snapshot at each request.
 */
public final class Facets {

  /** What is counted of one attribute. */
  public sealed interface Facet {}

  /**
   * Of a keyword or boolean attribute: the values that most items have, most frequent first, equal
   * counts by value. An item that names a value twice counts once.
   *
   * @param distinct how many different values there are in all
   */
  public record Values(List<Counted> values, int distinct) implements Facet {
    public Values {
      values = List.copyOf(values);
    }
  }

  /** A string or a boolean, and how many items have it. */
  public record Counted(Object value, int count) {}

  /** Of a number or date attribute: where its values lie; nothing where no item has one. */
  public record Range(Optional<Buckets> buckets) implements Facet {}

  /** The facets of each attribute asked for, in that order, and how many items were looked at. */
  public record Answer(int items, Map<String, Facet> byAttribute) {}

  private final LiveCatalog catalog;

  public Facets(LiveCatalog catalog) {
    this.catalog = catalog;
  }

  /** Whether there is anything to count in an attribute of this type: not in prose. */
  public static boolean isCountable(AttributeType type) {
    return type != AttributeType.TEXT;
  }

  /**
   * Counts.
   *
   * @param attributes known to the catalogue and countable
   * @param filter in Lucene's syntax
   * @param most values of an attribute at most
   * @throws dev.drago.index.FilterException when the filter cannot be read
   */
  public Answer count(List<String> attributes, Optional<String> filter, int most) {
    CatalogSchema schema = catalog.schema();
    LiveCatalog.Selection selected = catalog.select(filter);
    Map<String, Facet> facets = new LinkedHashMap<>();
    for (String attribute : attributes) {
      AttributeType type = schema.type(attribute).orElseThrow();
      facets.put(
          attribute,
          type == AttributeType.NUMBER || type == AttributeType.DATE
              ? new Range(Buckets.of(numbers(selected, attribute), type))
              : values(selected, attribute, most));
    }
    return new Answer(selected.ordinals().cardinality(), facets);
  }

  private static Facet values(LiveCatalog.Selection selected, String attribute, int most) {
    Map<Object, Integer> counts = new HashMap<>();
    BitSet ordinals = selected.ordinals();
    for (int o = ordinals.nextSetBit(0); o >= 0; o = ordinals.nextSetBit(o + 1)) {
      Item item = selected.snapshot().item(o);
      switch (item.attributes().get(attribute)) {
        case AttributeValue.Flag(boolean value) -> counts.merge(value, 1, Integer::sum);
        case AttributeValue.Keywords(List<String> values) -> {
          for (String value : values.size() == 1 ? values : new HashSet<>(values)) {
            counts.merge(value, 1, Integer::sum);
          }
        }
        case null, default -> {}
      }
    }
    Comparator<Map.Entry<Object, Integer>> mostFrequent =
        Map.Entry.<Object, Integer>comparingByValue()
            .reversed()
            .thenComparing(entry -> entry.getKey().toString());
    List<Counted> values =
        counts.entrySet().stream()
            .sorted(mostFrequent)
            .limit(most)
            .map(entry -> new Counted(entry.getKey(), entry.getValue()))
            .toList();
    return new Values(values, counts.size());
  }

  /** Dates as days since 1970. */
  private static List<Double> numbers(LiveCatalog.Selection selected, String attribute) {
    List<Double> numbers = new ArrayList<>();
    BitSet ordinals = selected.ordinals();
    for (int o = ordinals.nextSetBit(0); o >= 0; o = ordinals.nextSetBit(o + 1)) {
      switch (selected.snapshot().item(o).attributes().get(attribute)) {
        case AttributeValue.Numeric(double value) -> numbers.add(value + 0.0); // no negative zero
        case AttributeValue.Date(var day) -> numbers.add((double) day.toEpochDay());
        case null, default -> {}
      }
    }
    return numbers;
  }
}
