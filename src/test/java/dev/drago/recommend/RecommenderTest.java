package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.Item;
import dev.drago.index.FilterException;
import dev.drago.inference.Deadline;
import dev.drago.inference.ModelSize;
import dev.drago.inference.SequenceRanker;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.llama.TinyModels;
import dev.drago.recommend.Recommendation.Ranked;
import dev.drago.scoring.SequenceScorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Popularity and a tiny sequence model on twelve items, of which the model knows eight. */
class RecommenderTest {

  private static final List<String> KNOWN =
      IntStream.range(0, 8).mapToObj(i -> "item-" + i).toList();
  private static final List<String> ALL =
      IntStream.range(0, 12).mapToObj(i -> "item-" + i).toList();

  @TempDir static Path models;
  @TempDir Path directory;

  private static SequenceRanker ranker;

  private SmallShop shop;

  @BeforeAll
  static void load() {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), models);
    Path file = TinyModels.sequenceModel(models.resolve("m.gguf"), KNOWN, 33);
    ranker =
        new SequenceRanker(
            List.of(LlamaModel.load(library, file, ModelOptions.DEFAULT)),
            new SequenceRanker.Options(new ModelSize(1, 1, 1), 64, 1 << 20));
  }

  @AfterAll
  static void unload() {
    ranker.close();
  }

  /** Item n is of an even or odd kind, of the year 1990 + n, and n people took it. */
  @BeforeEach
  void fill() {
    shop = new SmallShop(directory, Optional.empty(), List.of(new SequenceScorer(ranker)));
    for (int i = 0; i < 12; i++) {
      AttributeValue kind = new AttributeValue.Keywords(List.of(i % 2 == 0 ? "even" : "odd"));
      AttributeValue year = new AttributeValue.Numeric(1990 + i);
      shop.put(new Item("item-" + i, "Item " + i, "", Map.of("kind", kind, "year", year)));
      shop.popular("item-" + i, i);
    }
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void byPopularityTheMostTakenComeFirst() {
    assertThat(shop.ids(Ask.anything().strategy("popularity").count(3)))
        .containsExactly("item-11", "item-10", "item-9");
  }

  @Test
  void bySequenceTheOrderIsThatOfTheModelAndWhatItDoesNotKnowComesLast() {
    float[] row = ranker.rank(new int[] {2, 5}, Deadline.none()).join();
    List<String> expected =
        new ArrayList<>(
            KNOWN.stream()
                .filter(id -> !id.equals("item-2") && !id.equals("item-5"))
                .sorted(Comparator.comparingDouble(id -> -row[KNOWN.indexOf(id)]))
                .toList());
    expected.addAll(List.of("item-10", "item-11", "item-8", "item-9"));

    assertThat(shop.ids(Ask.after("item-2", "item-5").strategy("sequence").count(12)))
        .isEqualTo(expected);
  }

  @Test
  void theScoreOfAnItemIsTheSumOfItsSharesAndTheListDescends() {
    Recommendation answer = shop.ask(Ask.after("item-2").count(12));

    assertThat(answer.degraded()).isEmpty();
    assertThat(answer.items()).hasSize(11);
    for (Ranked ranked : answer.items()) {
      assertThat(ranked.shares()).containsOnlyKeys("sequence", "popularity");
      double sum = ranked.shares().values().stream().mapToDouble(Double::doubleValue).sum();
      assertThat(ranked.score()).isCloseTo(sum, within(1e-5));
    }
    assertThat(answer.items().stream().map(Ranked::score))
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(answer.stages()).containsOnlyKeys("turn", "profile", "rules", "scores", "rank");
    assertThat(answer.catalogVersion()).isEqualTo(shop.catalog().snapshot().version());
  }

  @Test
  void whatWasSeenIsLeftOutUnlessItIsWanted() {
    Ask ask = Ask.after("item-2", "item-5").like("item-7").count(12);

    assertThat(shop.ids(ask)).hasSize(9).doesNotContain("item-2", "item-5", "item-7");
    assertThat(shop.ids(ask.withSeen())).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void whatAUserTookCountsLikeAnInlineHistory() {
    shop.take("ann", "item-3", "item-1");
    List<String> inline = shop.ids(Ask.after("item-3", "item-1").count(12));

    assertThat(shop.ids(Ask.anything().user("ann").count(12))).isEqualTo(inline);
    assertThat(shop.ids(Ask.after("item-1").user("nobody").count(12)))
        .isEqualTo(shop.ids(Ask.after("item-1").count(12)));
  }

  @Test
  void anInteractionPostedOneCallAgoCounts() {
    shop.take("bob", "item-3");
    assertThat(shop.ids(Ask.anything().user("bob").count(12))).contains("item-4");

    shop.take("bob", "item-4");

    assertThat(shop.ids(Ask.anything().user("bob").count(12)))
        .doesNotContain("item-3", "item-4")
        .isEqualTo(shop.ids(Ask.after("item-3", "item-4").count(12)));
  }

  @Test
  void whatIsDislikedOrExcludedIsNeverRecommended() {
    Ask ask = Ask.anything().withSeen().dislike("item-11").exclude("item-10", "nothing-like-it");

    assertThat(shop.ids(ask.count(12))).hasSize(10).doesNotContain("item-10", "item-11");
  }

  @Test
  void aFilterLeavesOnlyWhatMatches() {
    assertThat(shop.ids(Ask.after("item-2").filter("kind:even AND year:[1990 TO 1996]")))
        .containsExactlyInAnyOrder("item-0", "item-4", "item-6");
    assertThat(shop.ids(Ask.anything().filter("kind:neither"))).isEmpty();
    assertThatThrownBy(() -> shop.ids(Ask.anything().filter("colour:red")))
        .isInstanceOf(FilterException.class);
  }

  @Test
  void aStrategyThatIsNoneIsRefusedWithThoseThereAre() {
    assertThat(shop.recommender().strategies()).containsExactly("auto", "sequence", "popularity");
    assertThatThrownBy(() -> shop.ask(Ask.anything().strategy("astrology")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("/strategy 'astrology' is not one of auto, sequence, popularity");
  }

  @Test
  void everyItemThatDoesNotExistIsPointedAt() {
    shop.delete("item-9");
    Ask ask = Ask.after("item-1", "ghost").like("phantom").dislike("item-2", "item-9");

    assertThatThrownBy(() -> shop.ask(ask))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidRequestException.class))
        .satisfies(
            e ->
                assertThat(e.violations())
                    .containsExactly(
                        violation("/history/1", "ghost"),
                        violation("/like/0", "phantom"),
                        violation("/dislike/1", "item-9")));
  }

  @Test
  void theSameRequestHasTheSameAnswer() {
    Ask ask = Ask.after("item-2", "item-5").diversity(0.3).count(12);
    List<Ranked> first = shop.ask(ask).items();

    for (int i = 0; i < 20; i++) {
      assertThat(shop.ask(ask).items()).isEqualTo(first);
    }
  }

  @Test
  void anItemTakenTwiceIsNoTrouble() {
    assertThat(shop.ids(Ask.after("item-2", "item-2", "item-2").count(12)))
        .hasSize(11)
        .doesNotHaveDuplicates()
        .doesNotContain("item-2");
  }

  @Test
  void moreThanThereIsIsAllThereIs() {
    assertThat(shop.ids(Ask.anything().count(500))).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(shop.ids(Ask.after(ALL.toArray(String[]::new)).count(500))).isEmpty();
    assertThat(shop.ids(Ask.anything().count(500).diversity(1)))
        .containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void aDeletedItemIsGoneAndItsTracesInAHistoryDoNoHarm() {
    shop.take("cid", "item-3", "item-4");
    shop.delete("item-3");

    assertThat(shop.ids(Ask.anything().user("cid").count(12)))
        .hasSize(10)
        .doesNotContain("item-3", "item-4");
  }

  @Test
  void anItemJustAddedIsRecommended() {
    shop.put(new Item("newborn", "Newborn", "", Map.of()));

    assertThat(shop.ids(Ask.after("item-2").count(500))).contains("newborn");
  }

  @Test
  void theScoresForEvaluationAreThoseOfTheAnswer() {
    Recommendation answer = shop.ask(Ask.after("item-2", "item-5").count(12));
    BitSet allowed = shop.catalog().snapshot().live();
    allowed.clear(2);
    allowed.clear(5);

    Recommender.Rows rows =
        shop.recommender()
            .rows(
                dev.drago.scoring.Profile.ofHistory(new int[] {2, 5}),
                Set.copyOf(shop.recommender().fusedScorers()));
    float[] scores = shop.recommender().scores(rows, "auto", Set.of(), allowed);

    for (Ranked ranked : answer.items()) {
      assertThat(scores[ALL.indexOf(ranked.item().id())]).isEqualTo((float) ranked.score());
    }
  }

  @Test
  void aCatalogueOfOneItemAndAnEmptyOneAreAnswered() {
    try (SmallShop small =
        new SmallShop(
            directory.resolve("small"), Optional.empty(), List.of(new SequenceScorer(ranker)))) {
      List<Ask> asks = new ArrayList<>();
      for (String strategy : List.of("auto", "sequence", "popularity")) {
        asks.add(Ask.anything().strategy(strategy));
        asks.add(Ask.anything().strategy(strategy).user("x").diversity(1));
      }
      asks.forEach(ask -> assertThat(small.ids(ask)).isEmpty());

      small.put(new Item("item-0", "The only one", "", Map.of()));
      asks.forEach(ask -> assertThat(small.ids(ask)).containsExactly("item-0"));
      assertThat(small.ids(Ask.after("item-0"))).isEmpty();
      assertThat(small.ids(Ask.after("item-0").withSeen())).containsExactly("item-0");

      small.delete("item-0");
      asks.forEach(ask -> assertThat(small.ids(ask)).isEmpty());
    }
  }

  @Test
  void equalScoresComeInTheOrderOfTheirIds() {
    try (SmallShop fresh = new SmallShop(directory.resolve("fresh"), Optional.empty(), List.of())) {
      Stream.of("pear", "apple", "quince", "fig")
          .forEach(id -> fresh.put(new Item(id, "A " + id, "", Map.of())));

      assertThat(fresh.ids(Ask.anything())).containsExactly("apple", "fig", "pear", "quince");
    }
  }

  private static InvalidRequestException.Violation violation(String pointer, String id) {
    return new InvalidRequestException.Violation(pointer, "no item has the id '" + id + "'");
  }
}
