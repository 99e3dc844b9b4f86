package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.AttributeValue.Date;
import dev.drago.catalog.AttributeValue.Flag;
import dev.drago.catalog.AttributeValue.Keywords;
import dev.drago.catalog.AttributeValue.Numeric;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.recommend.Facets.Counted;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a count by hand, on catalogues drawn from a seed. */
class FacetsTest {

  private static final int ITEMS = 400;
  private static final int ALL = 1_000;
  private static final List<String> WORDS = List.of("Drama", "Crime", "Éclair", "Two words", "ß");
  private static final Optional<String> EVERYTHING = Optional.empty();

  @TempDir Path folder;

  private static List<Item> items(long seed) {
    Random random = new Random(seed);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      Map<String, AttributeValue> attributes = new LinkedHashMap<>();
      attributes.put("rank", new Numeric(i));
      if (random.nextInt(5) > 0) {
        List<String> words = new ArrayList<>();
        for (int w = 0; w < 1 + random.nextInt(3); w++) {
          words.add(WORDS.get((int) Math.abs(random.nextGaussian() * 1.5) % WORDS.size()));
        }
        attributes.put("word", new Keywords(words));
      }
      if (random.nextInt(5) > 0) {
        attributes.put("flag", new Flag(random.nextInt(3) == 0));
      }
      if (random.nextInt(5) > 0) {
        attributes.put("price", new Numeric(random.nextGaussian() * Math.pow(10, (double) seed)));
      }
      if (random.nextInt(5) > 0) {
        attributes.put("day", new Date(LocalDate.ofEpochDay(random.nextInt(3_000))));
      }
      items.add(new Item("item-" + i, "Item " + i, "", attributes));
    }
    return items;
  }

  private static SmallShop shop(Path folder, Collection<Item> items) {
    SmallShop shop = new SmallShop(folder, Optional.empty(), List.of());
    CatalogSchema schema =
        items.stream().map(CatalogSchema::of).reduce(CatalogSchema.empty(), CatalogSchema::merge);
    shop.catalog().put(List.copyOf(items), schema);
    return shop;
  }

  private static long having(List<Item> items, String attribute, Predicate<AttributeValue> value) {
    return items.stream()
        .map(item -> item.attributes().get(attribute))
        .filter(found -> found != null && value.test(found))
        .count();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void valuesAreCountedAsByHandAmongTheItemsThatTheFilterLetsThrough(long seed) {
    List<Item> items = items(seed);
    try (SmallShop shop = shop(folder, items)) {
      shop.delete("item-7");
      for (int from : new int[] {0, 100, ITEMS}) {
        List<Item> matching =
            items.subList(from, items.size()).stream()
                .filter(item -> !item.id().equals("item-7"))
                .toList();
        Facets.Answer answer =
            new Facets(shop.catalog())
                .count(List.of("word", "flag"), Optional.of("rank:[%d TO *]".formatted(from)), ALL);

        assertThat(answer.items()).isEqualTo(matching.size());
        for (String attribute : List.of("word", "flag")) {
          List<Counted> values = valuesOf(answer, attribute).values();
          assertThat(values).isSortedAccordingTo((a, b) -> b.count() - a.count());
          for (Counted value : values) {
            assertThat((long) value.count())
                .isEqualTo(having(matching, attribute, v -> has(v, value.value())));
          }
        }
        assertThat(values(answer, "word"))
            .containsExactlyInAnyOrderElementsOf(
                WORDS.stream().filter(w -> having(matching, "word", v -> has(v, w)) > 0).toList());
      }
    }
  }

  private static boolean has(AttributeValue value, Object wanted) {
    return switch (value) {
      case Keywords(List<String> words) -> words.contains(wanted);
      case Flag(boolean flag) -> wanted.equals(flag);
      default -> false;
    };
  }

  private static Facets.Values valuesOf(Facets.Answer answer, String attribute) {
    return (Facets.Values) Objects.requireNonNull(answer.byAttribute().get(attribute));
  }

  private static Facets.Range rangeOf(Facets.Answer answer, String attribute) {
    return (Facets.Range) Objects.requireNonNull(answer.byAttribute().get(attribute));
  }

  private static List<Object> values(Facets.Answer answer, String attribute) {
    return valuesOf(answer, attribute).values().stream().map(Counted::value).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 300})
  void bucketsHoldEveryNumberOnceAndSayWhereTheyBegin(long seed) {
    List<Item> items = items(seed);
    try (SmallShop shop = shop(folder, items)) {
      Facets.Answer answer =
          new Facets(shop.catalog()).count(List.of("price", "rank", "day"), EVERYTHING, ALL);
      for (String attribute : List.of("price", "rank", "day")) {
        Buckets found = rangeOf(answer, attribute).buckets().orElseThrow();
        List<Buckets.Bucket> buckets = found.buckets();
        assertThat(buckets).hasSizeBetween(11, Buckets.MOST);
        assertThat(buckets.getFirst().from()).isEqualTo(found.min());
        assertThat(buckets.getLast().to()).isEqualTo(found.max());
        for (int i = 0; i < buckets.size(); i++) {
          double from = number(buckets.get(i).from());
          double to = number(buckets.get(i).to());
          boolean last = i == buckets.size() - 1;
          assertThat((long) buckets.get(i).count())
              .as("%s from %s to %s", attribute, from, to)
              .isEqualTo(
                  having(
                      items,
                      attribute,
                      v -> number(v) >= from && (number(v) < to || (last && number(v) == to))));
        }
      }
    }
  }

  private static double number(Object shown) {
    return switch (shown) {
      case Number number -> number.doubleValue();
      case String day -> LocalDate.parse(day).toEpochDay();
      case Numeric(double value) -> value;
      case Date(LocalDate day) -> day.toEpochDay();
      default -> throw new AssertionError(shown);
    };
  }

  @Test
  void ofEqualAndOfExtremeNumbersThereAreBucketsTooAndOfNoneThereAreNone() {
    Numeric huge = new Numeric(Double.MAX_VALUE);
    try (SmallShop shop =
        shop(
            folder,
            List.of(
                new Item("a", "A", "", Map.of("one", new Numeric(-0.0), "wide", huge)),
                new Item(
                    "b",
                    "B",
                    "",
                    Map.of("one", new Numeric(0), "wide", new Numeric(-Double.MAX_VALUE)))))) {
      Facets facets = new Facets(shop.catalog());
      Facets.Answer answer = facets.count(List.of("one", "wide"), EVERYTHING, ALL);
      assertThat(answer.byAttribute().get("one"))
          .isEqualTo(
              new Facets.Range(
                  Optional.of(new Buckets(0L, 0L, List.of(new Buckets.Bucket(0L, 0L, 2))))));
      Buckets wide = rangeOf(answer, "wide").buckets().orElseThrow();
      assertThat(wide.buckets().stream().mapToInt(Buckets.Bucket::count).sum()).isEqualTo(2);
      assertThat(facets.count(List.of("one"), Optional.of("one:7"), ALL).byAttribute().get("one"))
          .isEqualTo(new Facets.Range(Optional.empty()));
    }
  }

  @Test
  void onlyTheMostFrequentValuesAreGivenAndAllAreNumbered() {
    List<Item> items = items(4);
    try (SmallShop shop = shop(folder, items)) {
      Facets facets = new Facets(shop.catalog());
      Facets.Answer all = facets.count(List.of("word"), EVERYTHING, ALL);
      Facets.Answer two = facets.count(List.of("word"), EVERYTHING, 2);
      assertThat(values(two, "word")).isEqualTo(values(all, "word").subList(0, 2));
      assertThat(valuesOf(two, "word").distinct()).isEqualTo(WORDS.size());
    }
  }
}
