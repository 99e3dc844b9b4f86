package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drago.catalog.Item;
import dev.drago.scoring.LinearScorer;
import dev.drago.scoring.Omissions;
import dev.drago.scoring.Scorer;
import dev.drago.scoring.linear.LinearRecipe;
import dev.drago.scoring.linear.LinearTrainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Effects are differences of shares: against a ranking by a scorer that lacks the item. */
class AttributorTest {

  private static final int ITEMS = 8;

  @TempDir private Path folder = Path.of("");

  /**
   * Item j scores Σ over the sequence of {@code pull[i][j]}: leaving out takes one term away. The
   * sum may be taken for a log-probability or something else.
   */
  private static final class Pull implements Scorer {
    private final String name;
    private final Scale scale;
    private final double strength;

    Pull(String name, Scale scale, double strength) {
      this.name = name;
      this.scale = scale;
      this.strength = strength;
    }

    double pull(int from, int to) {
      return strength * ((from * 31 + to * 17) % 7 - 2);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Scale scale() {
      return scale;
    }

    @Override
    public CompletableFuture<float[]> score(Request request) {
      float[] row = new float[request.catalog().size()];
      for (int j = 0; j < row.length; j++) {
        row[j] = sum(request.profile().sequence(), j, -1);
      }
      return CompletableFuture.completedFuture(row);
    }

    float sum(int[] sequence, int to, int without) {
      double sum = 0.1 * to;
      for (int p = 0; p < sequence.length; p++) {
        sum += p == without ? 0 : pull(sequence[p], to);
      }
      return (float) sum;
    }

    @Override
    public CompletableFuture<Omissions> omissions(Request request, int[] items, int last) {
      int[] sequence = request.profile().sequence();
      int from = Math.max(0, sequence.length - last);
      float[] whole = new float[items.length];
      float[][] without = new float[sequence.length - from][items.length];
      for (int i = 0; i < items.length; i++) {
        whole[i] = sum(sequence, items[i], -1);
        for (int p = from; p < sequence.length; p++) {
          without[p - from][i] = sum(sequence, items[i], p);
        }
      }
      return CompletableFuture.completedFuture(
          new Omissions(from, whole, without, Optional.empty()));
    }
  }

  private SmallShop shop(Scorer... scorers) {
    SmallShop shop = new SmallShop(folder, Optional.empty(), List.of(scorers));
    for (int i = 0; i < ITEMS; i++) {
      shop.put(new Item("item-" + i, "Item " + i, "", Map.of()));
    }
    return shop;
  }

  @Test
  void ofLogProbabilitiesAnEffectIsTheWeightedDifference() {
    Pull sequence = new Pull("sequence", Scorer.Scale.LOG_PROBABILITY, 0.5);
    try (SmallShop shop = shop(sequence)) {
      RecommendationRequest asked = Ask.after("item-3", "item-5").request();
      Attribution attribution =
          new Attributor(shop.recommender()).of(asked, List.of("item-1", "item-7"));

      for (Attribution.OfItem item : attribution.items()) {
        assertThat(item.effect(3)).isCloseTo(sequence.pull(3, item.ordinal()), within(1e-5));
        assertThat(item.effect(5)).isCloseTo(sequence.pull(5, item.ordinal()), within(1e-5));
        assertThat(item.effect(2)).isZero();
      }
      assertThat(attribution.notExamined()).isZero();
    }
  }

  @Test
  void scoreAndSharesAreThoseOfTheRanking() {
    try (SmallShop shop =
        shop(
            new Pull("sequence", Scorer.Scale.LOG_PROBABILITY, 0.5),
            new Pull("semantic", Scorer.Scale.RELATIVE, 0.2))) {
      shop.popular("item-2", 9).popular("item-6", 5);
      Ask ask = Ask.after("item-3", "item-5").count(8);
      Recommendation ranked = shop.ask(ask);
      List<String> ids = ranked.items().stream().map(r -> r.item().id()).toList();
      Attribution attribution = new Attributor(shop.recommender()).of(ask.request(), ids);

      assertThat(attribution.items()).hasSameSizeAs(ids);
      for (int i = 0; i < ids.size(); i++) {
        Attribution.OfItem item = attribution.items().get(i);
        Recommendation.Ranked expected = ranked.items().get(i);
        assertThat(item.score()).isCloseTo(expected.score(), within(1e-5));
        assertThat(item.shares().keySet()).isEqualTo(expected.shares().keySet());
        expected
            .shares()
            .forEach(
                (name, share) ->
                    assertThat(item.shares().get(name)).isCloseTo(share, within(1e-5)));
      }
    }
  }

  @Test
  void effectsOfARelativeScorerAreInDeviationsOfItsRow() {
    Pull semantic = new Pull("semantic", Scorer.Scale.RELATIVE, 0.2);
    try (SmallShop shop = shop(semantic)) {
      RecommendationRequest asked = Ask.after("item-3", "item-5").strategy("semantic").request();
      Attribution.OfItem item =
          new Attributor(shop.recommender()).of(asked, List.of("item-1")).items().getFirst();
      int[] sequence = {3, 5};
      double[] others =
          IntStream.of(0, 1, 2, 4, 6, 7).mapToDouble(j -> semantic.sum(sequence, j, -1)).toArray();
      double mean = Arrays.stream(others).average().orElseThrow();
      double deviation =
          Math.sqrt(
              Arrays.stream(others).map(x -> (x - mean) * (x - mean)).average().orElseThrow());

      assertThat(item.effect(3)).isCloseTo(semantic.pull(3, 1) / deviation, within(1e-4));
    }
  }

  @Test
  void anItemThatOccursTwiceHasTheSumOverItsPlaces() {
    Pull sequence = new Pull("sequence", Scorer.Scale.LOG_PROBABILITY, 0.5);
    try (SmallShop shop = shop(sequence)) {
      RecommendationRequest asked = Ask.after("item-3", "item-4", "item-3").request();
      Attribution.OfItem item =
          new Attributor(shop.recommender()).of(asked, List.of("item-1")).items().getFirst();
      assertThat(item.effect(3)).isCloseTo(2 * sequence.pull(3, 1), within(1e-5));
    }
  }

  @Test
  void theOldestOfALongHistoryAreCountedAsNotExamined() {
    try (SmallShop shop = shop(new Pull("sequence", Scorer.Scale.LOG_PROBABILITY, 0.01))) {
      List<String> history = new ArrayList<>(List.of("item-2"));
      IntStream.range(0, 53).forEach(i -> history.add(i % 2 == 0 ? "item-3" : "item-5"));
      Attribution attribution =
          new Attributor(shop.recommender())
              .of(Ask.after(history.toArray(String[]::new)).request(), List.of("item-1"));
      assertThat(attribution.notExamined()).isEqualTo(4);
      assertThat(attribution.items().getFirst().effects()).containsOnlyKeys(3, 5);
    }
  }

  @Test
  void aScorerThatIsLateOrFailsIsNamedAndTheOthersMeasured() {
    Scorer late =
        new Scorer() {
          @Override
          public String name() {
            return "semantic";
          }

          @Override
          public CompletableFuture<float[]> score(Request request) {
            return CompletableFuture.completedFuture(new float[request.catalog().size()]);
          }

          @Override
          public CompletableFuture<Omissions> omissions(Request request, int[] items, int last) {
            return new CompletableFuture<>();
          }
        };
    Pull sequence = new Pull("sequence", Scorer.Scale.LOG_PROBABILITY, 0.5);
    try (SmallShop shop = shop(sequence, late)) {
      RecommendationRequest asked = Ask.after("item-3").timeout(Duration.ofMillis(50)).request();
      Attribution attribution = new Attributor(shop.recommender()).of(asked, List.of("item-1"));
      assertThat(attribution.degraded()).containsExactly("semantic");
      assertThat(attribution.items().getFirst().effect(3))
          .isCloseTo(sequence.pull(3, 1), within(1e-5));
    }
  }

  /** By the formula: its share counts as 0 without the item, so the effect is the share. */
  @Test
  void theOnlyKnownItemOfALinearModelHasTheWholeShareAsItsEffect() throws InterruptedException {
    List<int[]> log = new ArrayList<>();
    for (int user = 0; user < 20; user++) {
      log.add(new int[] {user % 7, (user + 1) % 7, (2 * user + 3) % 7});
    }
    LinearScorer linear =
        new LinearScorer(
            LinearScorer.NEXT_ITEM,
            LinearTrainer.train(LinearRecipe.NEXT_ITEM, log, ITEMS, ITEMS, stage -> {}).weights());
    try (SmallShop shop = shop(linear)) {
      Attribution.OfItem item =
          new Attributor(shop.recommender())
              .of(
                  Ask.after("item-7", "item-3").strategy(LinearScorer.NEXT_ITEM).request(),
                  List.of("item-4"))
              .items()
              .getFirst();
      assertThat(item.shares().get(LinearScorer.NEXT_ITEM)).isNotZero();
      assertThat(item.effect(3)).isCloseTo(item.shares().get(LinearScorer.NEXT_ITEM), within(1e-5));
      assertThat(item.effect(7)).isZero();
    }
  }

  @Test
  void whereAChatModelRanksAutoIsExplainedAndTheModelIsLeftInPeace() {
    Scorer slow = new NeverAsked();
    Pull sequence = new Pull("sequence", Scorer.Scale.LOG_PROBABILITY, 0.5);
    try (SmallShop shop = shop(sequence, slow)) {
      Attributor attributor = new Attributor(shop.recommender());
      Ask ask = Ask.after("item-3");
      Attribution named = attributor.of(ask.strategy("generative").request(), List.of("item-1"));
      Attribution auto = attributor.of(ask.strategy("auto").request(), List.of("item-1"));
      assertThat(named.degraded()).isEmpty();
      assertThat(named.weights()).isEqualTo(auto.weights());
      assertThat(named.items().getFirst().shares()).isEqualTo(auto.items().getFirst().shares());
      assertThat(named.items().getFirst().effects()).isEqualTo(auto.items().getFirst().effects());
    }
  }

  @Test
  void anItemThatDoesNotExistIsPassedOver() {
    try (SmallShop shop = shop(new Pull("sequence", Scorer.Scale.LOG_PROBABILITY, 0.5))) {
      assertThat(
              new Attributor(shop.recommender())
                  .of(Ask.anything().request(), List.of("none", "item-1"))
                  .items())
          .hasSize(1);
    }
  }
}
