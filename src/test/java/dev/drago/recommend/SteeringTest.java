package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.AttributeValue.Keywords;
import dev.drago.catalog.Item;
import dev.drago.index.Filter;
import dev.drago.recommend.Steering.Boost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three items by popularity, and one that nobody took. */
class SteeringTest {

  @TempDir Path folder;
  private SmallShop shop;

  @BeforeEach
  void open() {
    shop = new SmallShop(folder, Optional.empty(), List.of());
    shop.put(
        item("first", "red"), item("second", "blue"), item("third", "red"), item("new", "new"));
    shop.popular("first", 9).popular("second", 5).popular("third", 2);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aConditionHoldsForEveryItem() {
    assertThat(ids(new Steering(shop.filter("kind", "red"), List.of())))
        .containsExactly("first", "third");
    assertThat(ids(new Steering(shop.filter("kind", "red").negated(), List.of())))
        .containsExactly("second", "new");
    assertThat(ids(new Steering(Filter.any(List.of()), List.of()))).isEmpty();
    assertThat(ids(Steering.none())).containsExactly("first", "second", "third", "new");
  }

  @Test
  void aBoostIsAShareThatAddsUpWithTheOthers() {
    Steering blue =
        new Steering(Filter.everything(), List.of(new Boost(shop.filter("kind", "blue"), 50)));
    Recommendation result = shop.recommender().recommend(Ask.anything().request(), blue);
    assertThat(result.items().getFirst().item().id()).isEqualTo("second");
    for (Recommendation.Ranked ranked : result.items()) {
      if (ranked.item().id().equals("new")) {
        continue; // nothing is known of it: it stands where the last one stands
      }
      assertThat(ranked.shares().values().stream().mapToDouble(d -> d).sum())
          .isCloseTo(ranked.score(), org.assertj.core.api.Assertions.within(1e-4));
      assertThat(ranked.shares().get(Steering.SHARE))
          .isCloseTo(
              ranked.item().id().equals("second") ? 50 * deviation() : 0,
              org.assertj.core.api.Assertions.within(1e-3));
    }
  }

  @Test
  void whatARequestBoostsIsAddedToWhatIsSteered() {
    Steering blue =
        new Steering(Filter.everything(), List.of(new Boost(shop.filter("kind", "blue"), 50)));
    RecommendationRequest request =
        Ask.anything().boost("kind:red", 10).boost("kind:red", -4).request();
    List<Recommendation.Ranked> items = shop.recommender().recommend(request, blue).items();
    assertThat(items.getFirst().item().id()).isEqualTo("second");
    assertThat(items.get(1).shares().get(Steering.SHARE))
        .isCloseTo(6 * deviation(), org.assertj.core.api.Assertions.within(1e-3));
  }

  @Test
  void anItemNobodyKnowsIsLiftedFromTheEndAndAnotherLoweredBelowIt() {
    assertThat(
            ids(
                new Steering(
                    Filter.everything(), List.of(new Boost(shop.filter("kind", "new"), 50)))))
        .startsWith("new");
    assertThat(
            ids(
                new Steering(
                    Filter.everything(), List.of(new Boost(shop.filter("kind", "red"), -50)))))
        .containsExactly("second", "new", "first", "third");
  }

  @Test
  void aBoostIsFinite() {
    assertThatThrownBy(() -> new Boost(Filter.everything(), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }

  /** Of the scores of the three items that something is known of, which have mean 0. */
  private double deviation() {
    return Math.sqrt(
        shop.recommender().recommend(Ask.anything().request()).items().stream()
            .limit(3)
            .mapToDouble(ranked -> ranked.score() * ranked.score())
            .average()
            .orElseThrow());
  }

  private List<String> ids(Steering steering) {
    return shop.recommender().recommend(Ask.anything().request(), steering).items().stream()
        .map(ranked -> ranked.item().id())
        .toList();
  }

  private static Item item(String id, String kind) {
    return new Item(id, "Item " + id, "", Map.of("kind", new Keywords(List.of(kind))));
  }
}
