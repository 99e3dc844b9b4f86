package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemText;
import dev.drago.inference.Deadline;
import dev.drago.inference.ModelSize;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.llama.TinyModels;
import dev.drago.llama.TinyModels.Shape;
import dev.drago.recommend.ItemSearch.Found;
import dev.drago.recommend.ItemSearch.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a tiny encoder of random weights, whose vectors mean nothing but are easy to compare. */
class ItemSearchTest {

  private static final List<String> WORDS =
      List.of("red", "green", "blue", "lamp", "chair", "table", "sofa", "old", "new", "tall");

  @TempDir static Path directory;

  private static SentenceEmbedder embedder;
  private static SmallShop shop;

  /** The vector of each item, by id, in the order of the ordinals. */
  private static final Map<String, float[]> VECTORS = new LinkedHashMap<>();

  @BeforeAll
  static void fill() {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    Path file = TinyModels.encoder(Shape.SMALL, WORDS, 12).write(directory.resolve("encoder.gguf"));
    embedder =
        new SentenceEmbedder(
            List.of(LlamaModel.load(library, file, ModelOptions.DEFAULT)),
            new ModelSize(1, 1, 1),
            32);
    shop = new SmallShop(directory.resolve("shop"), Optional.of(embedder), List.of());
    for (int i = 0; i < 20; i++) {
      String title = WORDS.get(i % 3) + " " + WORDS.get(3 + i % 4) + " " + WORDS.get(7 + i / 7);
      Item item = new Item("item-" + i, title, "", Map.of("size", new AttributeValue.Numeric(i)));
      shop.put(item);
      VECTORS.put(item.id(), embedder.embedPassages(List.of(ItemText.of(item))).getFirst());
    }
  }

  @AfterAll
  static void close() {
    shop.close();
    embedder.close();
  }

  @Test
  void likenessToItemsIsTheCosineWithTheirMeanLessHalfThatOfTheOthers() {
    List<String> positives = List.of("item-1", "item-4");
    List<String> negatives = List.of("item-9");
    double[] wanted = new double[embedder.dimension()];
    add(wanted, 0.5, "item-1");
    add(wanted, 0.5, "item-4");
    add(wanted, -0.5, "item-9");

    List<Found> found = shop.search().similar(positives, negatives, 5, Optional.empty());

    assertScores(found, wanted, 5, List.of("item-1", "item-4", "item-9"));
  }

  @Test
  void searchByMeaningIsTheCosineWithTheQuestion() {
    float[] question = embedder.embedQuestion("tall blue sofa", Deadline.none()).join();
    double[] wanted = IntStream.range(0, question.length).mapToDouble(d -> question[d]).toArray();

    assertScores(search("tall blue sofa", Mode.SEMANTIC, 6), wanted, 6, List.of());
  }

  @Test
  void hybridSearchAddsReciprocalRanksOfMeaningAndWords() {
    List<String> byMeaning = ids(search("green chair", Mode.SEMANTIC, 20));
    List<String> byWords = ids(search("green chair", Mode.KEYWORD, 20));

    List<Found> found = search("green chair", Mode.HYBRID, 20);

    assertThat(found).hasSize(20);
    for (Found hit : found) {
      String id = hit.item().id();
      assertThat(hit.score())
          .as(id)
          .isCloseTo(reciprocal(byMeaning, id) + reciprocal(byWords, id), within(1e-6));
    }
    assertThat(found.stream().map(Found::score)).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void everyModeKeepsToTheFilterAndTheCount() {
    Optional<String> large = Optional.of("size:[15 TO 19]");
    for (Mode mode : Mode.values()) {
      List<Found> found = shop.search().search("red lamp", mode, 3, large, Deadline.none());
      assertThat(ids(found)).as("%s", mode).hasSizeBetween(1, 3);
      assertThat(ids(found)).isSubsetOf("item-15", "item-16", "item-17", "item-18", "item-19");
    }
    assertThat(ids(shop.search().similar(List.of("item-15"), List.of(), 50, large)))
        .containsExactlyInAnyOrder("item-16", "item-17", "item-18", "item-19");
  }

  @Test
  void anItemThatDoesNotExistIsPointedAt() {
    assertThat(shop.search().exists("item-1")).isTrue();
    assertThat(shop.search().exists("ghost")).isFalse();
    assertThatThrownBy(() -> similar(List.of("item-1", "ghost"), List.of()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("/positives/1 no item has the id 'ghost'");
    assertThatThrownBy(() -> similar(List.of("item-1"), List.of("ghost")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("/negatives/0 no item has the id 'ghost'");
    assertThatThrownBy(() -> similar(List.of(), List.of("item-1")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("/positives none of the items has a vector");
  }

  @Test
  void aDeadlineInThePastIsATimeout() {
    assertThatThrownBy(
            () ->
                shop.search()
                    .search(
                        "never asked before",
                        Mode.SEMANTIC,
                        3,
                        Optional.empty(),
                        Deadline.in(Duration.ofMillis(-1))))
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void withoutAnEmbedderOnlyWordsAreLookedFor() {
    try (SmallShop plain = new SmallShop(directory.resolve("plain"), Optional.empty(), List.of())) {
      plain.put(new Item("a", "Old lamp", "", Map.of()), new Item("b", "New chair", "", Map.of()));
      ItemSearch search = plain.search();

      assertThat(ids(search.search("lamp", Mode.KEYWORD, 5, Optional.empty(), Deadline.none())))
          .containsExactly("a");
      for (Mode mode : List.of(Mode.HYBRID, Mode.SEMANTIC)) {
        assertThatThrownBy(() -> search.search("lamp", mode, 5, Optional.empty(), Deadline.none()))
            .isInstanceOf(InvalidRequestException.class)
            .hasMessage("/mode no embedder is loaded: only the mode 'keyword' can be used");
      }
      assertThatThrownBy(() -> search.similar(List.of("a"), List.of(), 5, Optional.empty()))
          .hasMessage("/positives none of the items has a vector");
    }
  }

  /** The ids and scores are those of the {@code count} greatest cosines, computed one by one. */
  private static void assertScores(
      List<Found> found, double[] wanted, int count, List<String> without) {
    Map<String, Double> cosines = new LinkedHashMap<>();
    VECTORS.forEach((id, vector) -> cosines.put(id, cosine(wanted, vector)));
    cosines.keySet().removeAll(without);
    List<Double> best =
        cosines.values().stream().sorted(Comparator.reverseOrder()).limit(count).toList();

    assertThat(found).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(found.get(i).score()).isCloseTo(best.get(i), within(1e-4));
      double own = Objects.requireNonNull(cosines.get(found.get(i).item().id()));
      assertThat(found.get(i).score()).isCloseTo(own, within(1e-4));
    }
  }

  private static double cosine(double[] wanted, float[] vector) {
    double dot = 0;
    double length = 0;
    for (int d = 0; d < wanted.length; d++) {
      dot += wanted[d] * vector[d];
      length += wanted[d] * wanted[d];
    }
    return dot / Math.sqrt(length);
  }

  private static void add(double[] sum, double weight, String id) {
    float[] vector = Objects.requireNonNull(VECTORS.get(id));
    for (int d = 0; d < sum.length; d++) {
      sum[d] += weight * vector[d];
    }
  }

  private static double reciprocal(List<String> list, String id) {
    int place = list.indexOf(id);
    return place < 0 ? 0 : 1.0 / (60 + place + 1);
  }

  private static List<Found> similar(List<String> positives, List<String> negatives) {
    return shop.search().similar(positives, negatives, 5, Optional.empty());
  }

  private static List<Found> search(String text, Mode mode, int count) {
    return shop.search().search(text, mode, count, Optional.empty(), Deadline.none());
  }

  private static List<String> ids(List<Found> found) {
    return found.stream().map(f -> f.item().id()).toList();
  }
}
