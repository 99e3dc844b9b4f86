package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.Item;
import dev.drago.evaluation.Case;
import dev.drago.evaluation.FusionTuning;
import dev.drago.evaluation.Progress;
import dev.drago.scoring.FusionWeights.Knot;
import dev.drago.scoring.FusionWeights.Mix;
import dev.drago.scoring.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A shop in which people mostly take the item after the last they took. */
@Timeout(120)
class FusionTuningTest {

  private static final int ITEMS = 60;

  @TempDir private Path folder = Path.of("");

  private Optional<SmallShop> opened = Optional.empty();

  @AfterEach
  void close() {
    opened.ifPresent(SmallShop::close);
  }

  @Test
  void theScorerThatKnowsGetsTheWeightAndTheOneThatGuessesNone() throws InterruptedException {
    List<Mix> mixes =
        tuning(1, scorer("knows", FusionTuningTest::nearness), guesses())
            .fit(cases(), 2, Progress.none());

    Mix fullest = mixes.getFirst();
    assertThat(fullest.scorers()).containsExactly("knows", "guesses", "popularity");
    assertThat(fullest.byHistory())
        .extracting(Knot::items)
        .containsExactlyElementsOf(FusionTuning.LENGTHS);
    for (Knot knot : fullest.byHistory()) {
      double guessing = knot.weights().getOrDefault("guesses", 0.0);
      if (knot.items() == 0) { // then nobody knows anything
        assertThat(knot.weights()).doesNotContainKey("knows");
      } else {
        assertThat(knot.weights().getOrDefault("knows", 0.0)).isGreaterThan(0.5);
      }
      assertThat(guessing).isLessThan(0.2);
    }
  }

  @Test
  void thereIsAMixForEachScorerThatIsMissing() throws InterruptedException {
    List<Mix> mixes =
        tuning(1, scorer("knows", FusionTuningTest::nearness), guesses())
            .fit(cases().subList(0, 40), 2, Progress.none());

    assertThat(mixes.stream().map(Mix::scorers).toList())
        .contains(
            List.of("knows", "guesses", "popularity"),
            List.of("guesses", "popularity"),
            List.of("knows", "popularity"),
            List.of("knows", "guesses"))
        .doesNotHaveDuplicates();
    for (Mix mix : mixes) {
      for (Knot knot : mix.byHistory()) {
        assertThat(mix.scorers()).containsAll(knot.weights().keySet());
      }
    }
  }

  @Test
  void aScorerAloneIsFittedToo() throws InterruptedException {
    // Popularity has no opinion while there are no interactions.
    List<Mix> mixes =
        tuning(1, scorer("knows", FusionTuningTest::nearness)).fit(cases(), 2, Progress.none());

    Knot last = mixes.getFirst().byHistory().getLast();
    assertThat(last.weights()).containsOnlyKeys("knows");
    assertThat(last.weights().get("knows")).isGreaterThan(0.5);
  }

  @Test
  void whereNobodySpeaksNothingCounts() throws InterruptedException {
    Scorer silent = scorer("silent", (last, size) -> Scorer.noOpinion(size));
    List<Mix> mixes = tuning(1, silent).fit(cases(), 2, Progress.none());

    for (Mix mix : mixes) {
      assertThat(mix.byHistory()).allMatch(knot -> knot.weights().isEmpty());
    }
  }

  @Test
  void aSeedAndTheThreadsDecideNothingButTheSample() throws InterruptedException {
    FusionTuning tuning = tuning(7, scorer("knows", FusionTuningTest::nearness), guesses());
    List<Mix> once = tuning.fit(cases(), 1, Progress.none());

    assertThat(tuning.fit(cases(), 3, Progress.none())).isEqualTo(once);
  }

  @Test
  void anInterruptionIsThrownAndTheStatusIsClear() {
    FusionTuning tuning = tuning(1, scorer("knows", FusionTuningTest::nearness));
    List<Integer> steps = new ArrayList<>();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> tuning.fit(cases(), 2, (done, total) -> steps.add(done)))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(steps.stream().mapToInt(Integer::intValue).max().orElse(0))
        .isLessThanOrEqualTo(cases().size());
  }

  @Test
  void aScorerThatFailsEndsIt() {
    Scorer failing =
        scorer(
            "failing",
            (last, size) -> {
              throw new IllegalStateException("out of luck");
            });

    assertThatThrownBy(() -> tuning(1, failing).fit(cases(), 2, Progress.none()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("out of luck");
  }

  @Test
  void progressEndsAtTheNumberOfCasesTimesTheLengths() throws InterruptedException {
    List<Integer> steps = new ArrayList<>();
    int all = cases().size() * FusionTuning.LENGTHS.size();
    tuning(1, guesses())
        .fit(
            cases(),
            2,
            (done, total) -> {
              assertThat(total).isEqualTo(all);
              steps.add(done);
            });

    assertThat(steps).isSorted().last().isEqualTo(all);
  }

  private FusionTuning tuning(long seed, Scorer... scorers) {
    SmallShop shop = new SmallShop(folder, Optional.empty(), List.of(scorers));
    opened = Optional.of(shop);
    for (int n = 0; n < ITEMS; n++) {
      shop.put(new Item("item-" + n, "Item " + n, "", Map.of()));
    }
    BitSet candidates = new BitSet();
    candidates.set(0, ITEMS);
    return new FusionTuning(shop.recommender(), candidates, seed);
  }

  /** Of three, two take the next item and one takes any. */
  private static List<Case> cases() {
    SplittableRandom random = new SplittableRandom(5);
    List<Case> cases = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      int last = random.nextInt(ITEMS);
      int before = (last + 20) % ITEMS;
      int target = (last + (n % 3 > 0 ? 1 : 2 + random.nextInt(15))) % ITEMS;
      cases.add(Case.of("user-" + n, new int[] {before, last}, target));
    }
    return cases;
  }

  /** High for what comes soon after the last item; knows nothing of people without one. */
  private static float[] nearness(int last, int size) {
    float[] row = new float[size];
    for (int o = 0; o < size; o++) {
      row[o] = last < 0 ? Float.NaN : 1f / (1 + Math.floorMod(o - last - 1, ITEMS));
    }
    return row;
  }

  /** The same for everybody with the same last item, and of no meaning. */
  private static Scorer guesses() {
    return scorer(
        "guesses",
        (last, size) -> {
          SplittableRandom random = new SplittableRandom(last);
          float[] row = new float[size];
          for (int o = 0; o < size; o++) {
            row[o] = random.nextFloat();
          }
          return row;
        });
  }

  private static Scorer scorer(String name, BiFunction<Integer, Integer, float[]> byLast) {
    return new Scorer() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public CompletableFuture<float[]> score(Request request) {
        int[] history = request.profile().history();
        int last = history.length == 0 ? -1 : history[history.length - 1];
        return CompletableFuture.completedFuture(byLast.apply(last, request.catalog().size()));
      }
    };
  }
}
