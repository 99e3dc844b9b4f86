package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.scoring.linear.LinearRecipe;
import dev.drago.scoring.linear.LinearTrainer;
import dev.drago.scoring.linear.LinearWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearScorerTest {

  @TempDir Path directory;

  private Shelf shelf;

  @BeforeEach
  void fill() {
    shelf = new Shelf(directory).add("a", "b", "c", "d");
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  @Test
  void itScoresTheHistoryWithWhatIsLikedAsItsNewestPart() throws InterruptedException {
    LinearWeights weights = train(new int[] {0, 1, 2}, new int[] {1, 2, 0});
    LinearScorer scorer = new LinearScorer(LinearScorer.NEXT_ITEM, weights);
    float[] expected = new float[4];
    weights.score(new int[] {0, 1}, expected);

    Profile liking = new Profile(new int[] {0}, new int[] {1}, new int[0], Optional.empty());
    assertThat(shelf.score(scorer, liking)).isEqualTo(expected);
    assertThat(scorer.name()).isEqualTo("next-item");
    assertThat(LinearScorer.EASE).isEqualTo("ease");
  }

  @Test
  void ofAStrangerOrAnItemNobodyTookItHasNoOpinion() throws InterruptedException {
    LinearScorer scorer = new LinearScorer("next-item", train(new int[] {0, 1, 2}));

    assertThat(shelf.score(scorer, Profile.ofHistory(new int[0]))).containsOnly(Float.NaN);
    assertThat(shelf.score(scorer, Profile.ofHistory(new int[] {3}))).containsOnly(Float.NaN);
    float[] row = shelf.score(scorer, Profile.ofHistory(new int[] {0}));
    assertThat(row[3]).isNaN();
    assertThat(Arrays.copyOf(row, 3)).doesNotContain(Float.NaN);
  }

  @Test
  void withoutWeightsItIsNotReadyAndHasNoOpinion() throws InterruptedException {
    AtomicReference<Optional<LinearWeights>> held = new AtomicReference<>(Optional.empty());
    LinearScorer scorer = new LinearScorer("next-item", held);
    assertThat(scorer.isReady()).isFalse();
    assertThat(shelf.score(scorer, Profile.ofHistory(new int[] {0}))).containsOnly(Float.NaN);

    held.set(Optional.of(train(new int[] {0, 1})));

    assertThat(scorer.isReady()).isTrue();
  }

  @Test
  void whileWeightsAreReplacedEveryRowIsOfTheOldOnesOrOfTheNewOnes() throws Exception {
    LinearWeights old = train(new int[] {0, 1, 2, 3}, new int[] {0, 1});
    LinearWeights next = train(new int[] {3, 2, 1, 0}, new int[] {0, 3}, new int[] {0, 2});
    AtomicReference<Optional<LinearWeights>> held = new AtomicReference<>(Optional.of(old));
    LinearScorer scorer = new LinearScorer("next-item", held);
    Profile profile = Profile.ofHistory(new int[] {1, 0});
    float[] byOld = new float[4];
    float[] byNext = new float[4];
    old.score(profile.sequence(), byOld);
    next.score(profile.sequence(), byNext);

    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Callable<Integer> asking =
          () -> {
            int asked = 0;
            for (; !done.get() || asked == 0; asked++) {
              float[] row = shelf.score(scorer, profile);
              assertThat(Arrays.equals(row, byOld) || Arrays.equals(row, byNext)).isTrue();
            }
            return asked;
          };
      List<Future<Integer>> asked = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        asked.add(threads.submit(asking));
      }
      for (int i = 0; i < 2_000; i++) {
        held.set(Optional.of(i % 2 == 0 ? next : old));
      }
      done.set(true);
      for (Future<Integer> one : asked) {
        assertThat(one.get()).isPositive();
      }
    }
  }

  private static LinearWeights train(int[]... log) throws InterruptedException {
    return LinearTrainer.train(LinearRecipe.NEXT_ITEM, List.of(log), 4, 4, stage -> {}).weights();
  }
}
