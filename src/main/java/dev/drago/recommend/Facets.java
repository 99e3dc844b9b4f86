package dev.drago.recommend;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

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

  private static final Comparator<Counted> MOST_FREQUENT =
      Comparator.comparingInt(Counted::count)
          .reversed()
          .thenComparing(counted -> counted.value().toString());

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
    Map<Object, Tally> tallies = new HashMap<>();
    BitSet ordinals = selected.ordinals();
    for (int o = ordinals.nextSetBit(0); o >= 0; o = ordinals.nextSetBit(o + 1)) {
      switch (selected.snapshot().item(o).attributes().get(attribute)) {
        case AttributeValue.Flag(boolean value) -> tally(tallies, value, o);
        case AttributeValue.Keywords(List<String> values) -> {
          for (String value : values) {
            tally(tallies, value, o);
          }
        }
        case null, default -> {}
      }
    }
    // The one that is to go first is at the head: of a hundred thousand names twenty are kept.
    PriorityQueue<Counted> best = new PriorityQueue<>(MOST_FREQUENT.reversed());
    tallies.forEach(
        (value, tally) -> {
          best.add(new Counted(value, tally.count));
          if (best.size() > most) {
            best.poll();
          }
        });
    return new Values(best.stream().sorted(MOST_FREQUENT).toList(), tallies.size());
  }

  private static void tally(Map<Object, Tally> tallies, Object value, int ordinal) {
    Tally tally = tallies.computeIfAbsent(value, v -> new Tally());
    if (tally.last != ordinal) {
      tally.last = ordinal;
      tally.count++;
    }
  }

  /** How many items have a value, and the last of them. */
  private static final class Tally {
    private int last = -1;
    private int count;
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
