package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.Item;
import dev.drago.inference.ChatModel;
import dev.drago.inference.TinyChat;
import dev.drago.scoring.GenerativeScorer;
import dev.drago.scoring.ItemTitles;
import dev.drago.scoring.Verbalizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a chat model adds to the pipeline, and that nothing is lost without it. */
class LanguageStrategiesTest {

  @TempDir Path folder;

  private static RecommendationRequest asking(String strategy, int count, Duration timeout) {
    return new RecommendationRequest(
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        count,
        Optional.empty(),
        List.of(),
        0,
        true,
        List.of("film-0"),
        strategy,
        timeout);
  }

  private static RecommendationRequest asking(String strategy) {
    return asking(strategy, 10, Duration.ofSeconds(60));
  }

  private SmallShop shop(ChatModel model) {
    ItemTitles titles = new ItemTitles(model);
    SmallShop shop =
        new SmallShop(
            folder,
            Optional.empty(),
            List.of(new GenerativeScorer(titles)),
            Optional.of(new Verbalizer(titles)));
    IntStream.range(0, 30)
        .forEach(i -> shop.put(new Item("film-" + i, "Film number " + i, "", Map.of())));
    IntStream.range(1, 30).forEach(i -> shop.popular("film-" + i, 1));
    return shop.popular("film-3", 9);
  }

  private ChatModel model() {
    return new TinyChat(folder, List.of(), 8).open(new ChatModel.Options(1024, 4096, 1, 64));
  }

  @Test
  void autoDoesNotWaitForALanguageModel() {
    try (ChatModel model = model();
        SmallShop shop = shop(model)) {
      assertThat(shop.recommender().strategies())
          .containsExactly("auto", "generative", "popularity", "rerank");
      assertThat(shop.recommender().fusedScorers()).containsExactly("popularity");
      Recommendation auto = shop.recommender().recommend(asking("auto"));
      assertThat(auto.items())
          .allMatch(item -> item.shares().keySet().equals(java.util.Set.of("popularity")));
      assertThat(model.use().promptTokens()).isZero();
    }
  }

  @Test
  void whatIsGeneratedIsOfTheCatalogueAndNeitherSeenNorMadeUp() {
    try (ChatModel model = model();
        SmallShop shop = shop(model)) {
      Recommendation named = shop.recommender().recommend(asking("generative"));
      assertThat(named.items()).hasSize(10);
      assertThat(named.degraded()).isEmpty();
      assertThat(named.items())
          .extracting(item -> item.item().id())
          .doesNotContain("film-0")
          .doesNotHaveDuplicates()
          .allMatch(id -> shop.catalog().snapshot().ordinal(id).isPresent());
      assertThat(
              shop.recommender()
                  .recommend(asking("generative", 500, Duration.ofSeconds(60)))
                  .items())
          .as("it recommends what it named, and no more")
          .hasSizeLessThanOrEqualTo(29)
          .allMatch(item -> item.shares().containsKey("generative"));
    }
  }

  @Test
  void aBoostLiftsWhatWasNamedAndNamesNothingItself() {
    try (ChatModel model = model();
        SmallShop shop = shop(model)) {
      RecommendationRequest all = asking("generative", 500, Duration.ofSeconds(60));
      List<String> named = ids(shop.recommender().recommend(all));
      String last = named.getLast();
      Steering lifted =
          Steering.none()
              .and(
                  List.of(new Steering.Boost(shop.recommender().index().filter("id:" + last), 10)));
      assertThat(ids(shop.recommender().recommend(all, lifted)))
          .startsWith(last)
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  private static List<String> ids(Recommendation recommendation) {
    return recommendation.items().stream().map(ranked -> ranked.item().id()).toList();
  }

  @Test
  void rerankingAddsTheModelsOpinionOfTheBestToTheirScores() {
    try (ChatModel model = model();
        SmallShop shop = shop(model)) {
      Recommendation reranked = shop.recommender().recommend(asking("rerank"));
      assertThat(reranked.stages()).containsKey("rerank");
      assertThat(reranked.items())
          .allSatisfy(
              item -> {
                assertThat(item.shares()).containsOnlyKeys("popularity", "rerank");
                assertThat(item.score())
                    .isCloseTo(
                        item.shares().values().stream().mapToDouble(d -> d).sum(),
                        org.assertj.core.api.Assertions.within(1e-5));
              });
    }
  }

  @Test
  void aModelThatIsGoneIsSaidAndTheRestAnswers() {
    ChatModel model = model();
    try (SmallShop shop = shop(model)) {
      model.close();
      for (String strategy : List.of("generative", "rerank")) {
        Recommendation answer = shop.recommender().recommend(asking(strategy));
        assertThat(answer.degraded()).containsExactly(strategy);
        assertThat(answer.items()).hasSize(10);
        assertThat(answer.items().getFirst().item().id()).isEqualTo("film-3");
      }
    }
  }

  @Test
  void aModelThatIsTooSlowIsSaidAndTheRestAnswers() {
    try (ChatModel model = model();
        SmallShop shop = shop(model)) {
      Recommendation answer =
          shop.recommender().recommend(asking("generative", 10, Duration.ofMillis(10)));
      // On a fast machine it may just do it.
      if (!answer.degraded().isEmpty()) {
        assertThat(answer.degraded()).containsExactly("generative");
        assertThat(answer.items()).hasSize(10);
      }
    }
  }
}
