package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.Item;
import dev.drago.evaluation.Faithfulness;
import dev.drago.evaluation.Faithfulness.Report;
import dev.drago.evaluation.History;
import dev.drago.evaluation.Progress;
import dev.drago.scoring.Omissions;
import dev.drago.scoring.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a scorer whose one item does everything, and with one that lies about which. */
class FaithfulnessTest {

  private static final int ITEMS = 40;

  @TempDir private Path folder = Path.of("");

  /** Item i of a history lifts item i + 1 by how even i is; what it says it did may be a lie. */
  private record Next(boolean honest) implements Scorer {
    @Override
    public String name() {
      return "sequence";
    }

    @Override
    public Scale scale() {
      return Scale.LOG_PROBABILITY;
    }

    @Override
    public CompletableFuture<float[]> score(Request request) {
      return CompletableFuture.completedFuture(
          row(request.catalog().size(), request.profile().sequence(), -1));
    }

    private static float[] row(int size, int[] sequence, int without) {
      float[] row = new float[size];
      for (int j = 0; j < size; j++) {
        row[j] = 0.01f * (size - j);
      }
      for (int p = 0; p < sequence.length; p++) {
        if (p != without) {
          row[(sequence[p] + 1) % size] += sequence[p] % 2 == 0 ? 5 : 0.5f;
        }
      }
      return row;
    }

    @Override
    public CompletableFuture<Omissions> omissions(Request request, int[] items, int last) {
      int[] sequence = request.profile().sequence();
      int size = request.catalog().size();
      int from = Math.max(0, sequence.length - last);
      float[] whole = some(row(size, sequence, -1), items);
      float[][] without =
          IntStream.range(from, sequence.length)
              .mapToObj(p -> some(row(size, sequence, p), items))
              .toArray(float[][]::new);
      if (!honest) { // the second of all did it, always
        for (float[] row : without) {
          row[0] = whole[0] - 0.1f;
        }
        without[1][0] = whole[0] - 9;
      }
      return CompletableFuture.completedFuture(
          new Omissions(from, whole, without, Optional.empty()));
    }

    private static float[] some(float[] row, int[] items) {
      float[] some = new float[items.length];
      for (int i = 0; i < items.length; i++) {
        some[i] = row[items[i]];
      }
      return some;
    }
  }

  private static List<History> users() {
    Random random = new Random(4);
    List<History> users = new ArrayList<>();
    for (int u = 0; u < 60; u++) {
      int[] odd = random.ints(8, 0, ITEMS / 2).map(i -> 2 * i + 1).distinct().limit(5).toArray();
      int[] history = Arrays.copyOf(odd, 6);
      history[5] = history[2];
      history[2] = 2 * random.nextInt(ITEMS / 2); // the one even item, in the middle
      if (Arrays.stream(history).noneMatch(i -> i == history[2] + 1)) {
        users.add(History.untimed("user-" + u, history));
      }
    }
    return users;
  }

  private SmallShop shop(boolean honest) {
    SmallShop shop = new SmallShop(folder, Optional.empty(), List.of(new Next(honest)));
    for (int i = 0; i < ITEMS; i++) {
      shop.put(new Item("item-" + i, "Item " + i, "", Map.of()));
    }
    return shop;
  }

  @Test
  void whatDidItCostsPlacesAndWhatDidNotCostsNone() {
    try (SmallShop shop = shop(true)) {
      Faithfulness faithfulness =
          new Faithfulness(shop.recommender(), shop.catalog().snapshot().live(), 1);
      for (String strategy : List.of("sequence", "auto")) {
        Report report = faithfulness.measure(users(), strategy, 2, Progress.none());
        assertThat(report.users()).isEqualTo(users().size());
        assertThat(report.withoutEvidence()).isZero();
        assertThat(report.top().low()).isGreaterThan(1);
        assertThat(report.random().value()).isZero();
        assertThat(report.newest().value()).isZero();
        assertThat(report.better().value()).isGreaterThan(0.9);
        assertThat(report.worse().value()).isZero();
      }
    }
  }

  @Test
  void anExplanationThatNamesTheWrongItemIsFoundOut() {
    try (SmallShop shop = shop(false)) {
      Report report =
          new Faithfulness(shop.recommender(), shop.catalog().snapshot().live(), 1)
              .measure(users(), "sequence", 1, Progress.none());
      assertThat(report.top().value()).isZero();
      assertThat(report.random().value()).isPositive();
      assertThat(report.difference().high()).isNegative();
    }
  }

  @Test
  void aChatModelIsNeitherMeasuredNorAskedForAuto() {
    Scorer slow = new NeverAsked();
    try (SmallShop shop = new SmallShop(folder, Optional.empty(), List.of(new Next(true), slow))) {
      for (int i = 0; i < ITEMS; i++) {
        shop.put(new Item("item-" + i, "Item " + i, "", Map.of()));
      }
      Faithfulness faithfulness =
          new Faithfulness(shop.recommender(), shop.catalog().snapshot().live(), 1);
      List<History> few = users().subList(0, 5);
      assertThat(faithfulness.measure(few, "auto", 1, Progress.none()).users()).isEqualTo(5);
      assertThatThrownBy(() -> faithfulness.measure(few, "generative", 1, Progress.none()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "'generative' asks a chat model, and its explanations are those of auto;"
                  + " there are: auto, sequence, popularity");
      assertThatThrownBy(() -> faithfulness.measure(few, "none", 1, Progress.none()))
          .hasMessage("there is no scorer 'none'; there are: auto, sequence, popularity");
    }
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherOneOthers() {
    try (SmallShop shop = shop(true)) {
      Faithfulness one = new Faithfulness(shop.recommender(), shop.catalog().snapshot().live(), 1);
      Faithfulness two = new Faithfulness(shop.recommender(), shop.catalog().snapshot().live(), 2);
      assertThat(one.draw(users(), 10))
          .extracting(History::user)
          .hasSize(10)
          .isEqualTo(one.draw(users(), 10).stream().map(History::user).toList())
          .isNotEqualTo(two.draw(users(), 10).stream().map(History::user).toList());
      assertThat(one.measure(users(), "auto", 2, Progress.none()))
          .isEqualTo(one.measure(users(), "auto", 1, Progress.none()));
    }
  }

  @Test
  void whoHasNothingToCompareIsLeftOutAndCounted() {
    try (SmallShop shop = shop(true)) {
      Faithfulness faithfulness =
          new Faithfulness(shop.recommender(), shop.catalog().snapshot().live(), 1);
      List<History> users = new ArrayList<>(users());
      users.add(History.untimed("single", 3));
      users.add(History.untimed("stranger"));
      assertThat(faithfulness.measure(users, "auto", 1, Progress.none()).withoutEvidence())
          .isEqualTo(2);
      assertThatThrownBy(
              () ->
                  faithfulness.measure(
                      List.of(History.untimed("single", 3)), "auto", 1, Progress.none()))
          .hasMessageContaining("of 1 users none has a recommendation");
    }
  }
}
