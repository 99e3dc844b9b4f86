package dev.drago.scoring.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What training makes of logs that say little or nothing. */
class LinearTrainerTest {

  @ParameterizedTest
  @EnumSource
  void anEmptyLogKnowsNothing(LinearRecipe recipe) throws InterruptedException {
    LinearWeights weights = train(recipe, List.of(), 5);

    assertThat(weights.knownItems()).isZero();
    assertThat(row(weights, 5, 0, 1)).containsOnly(Float.NaN);
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyCatalogueIsTrainedOnNothing(LinearRecipe recipe) throws InterruptedException {
    assertThat(train(recipe, List.of(new int[] {3, 1}), 0).knownItems()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void itemsOfNoCatalogueAreAsIfTheyHadNotBeenTouched(LinearRecipe recipe)
      throws InterruptedException {
    LinearWeights weights = train(recipe, List.of(new int[] {-1, 0, 9, 1, Integer.MAX_VALUE}), 2);
    LinearWeights without = train(recipe, List.of(new int[] {0, 1}), 2);

    assertThat(row(weights, 2, 0)).isEqualTo(row(without, 2, 0));
  }

  @Test
  void aUserOfOneItemSaysWhatIsThereButNotWhatComesNext() throws InterruptedException {
    List<int[]> log = List.of(new int[] {0}, new int[] {1, 2});

    assertThat(row(train(LinearRecipe.NEXT_ITEM, log, 3), 3, 1))
        .satisfies(
            row -> {
              assertThat(row[0]).isNaN();
              assertThat(row[2]).isPositive();
            });
    assertThat(row(train(LinearRecipe.EASE_DECAY, log, 3), 3, 1)[0]).isZero();
    assertThat(row(train(LinearRecipe.EASE_DECAY, log, 3), 3, 0)).containsExactly(0, 0, 0);
  }

  @Test
  void aCatalogueOfOneItemHasNothingElseToOffer() throws InterruptedException {
    List<int[]> log = List.of(new int[] {0, 0}, new int[] {0});

    assertThat(row(train(LinearRecipe.EASE_DECAY, log, 1), 1, 0)).containsExactly(0);
    assertThat(row(train(LinearRecipe.NEXT_ITEM, log, 1), 1, 0)[0]).isPositive(); // taken again
  }

  @Test
  void repetitionsAreOneInASetAndCountInASequence() throws InterruptedException {
    List<int[]> once = List.of(new int[] {0, 1}, new int[] {1, 2});
    List<int[]> often = List.of(new int[] {0, 0, 1, 0}, new int[] {1, 2, 2});

    assertThat(row(train(LinearRecipe.EASE_DECAY, often, 3), 3, 1))
        .isEqualTo(row(train(LinearRecipe.EASE_DECAY, once, 3), 3, 1));
    assertThat(row(train(LinearRecipe.NEXT_ITEM, often, 3), 3, 2)[2]).isPositive();
    assertThat(row(train(LinearRecipe.NEXT_ITEM, once, 3), 3, 2)[2]).isZero();
  }

  @Test
  void anItemOfAHistoryThatFadesCountsOnceAtItsNewestAge() throws InterruptedException {
    LinearWeights weights =
        train(LinearRecipe.EASE_DECAY, List.of(new int[] {0, 1}, new int[] {0, 2, 1}), 3);

    assertThat(row(weights, 3, 0, 2, 0)).isEqualTo(row(weights, 3, 2, 0));
  }

  @Test
  void ageCountsWhatIsNotKnownAndWhatIsTooOldIsNotRead() throws InterruptedException {
    LinearWeights weights = train(LinearRecipe.EASE_DECAY, List.of(new int[] {0, 1}), 3);
    float[] now = row(weights, 3, 0);
    float[] aged = row(weights, 3, 0, 2, 7);
    int[] old = new int[74];
    java.util.Arrays.fill(old, 2);
    old[0] = 0;

    assertThat(aged[1] / now[1]).isCloseTo(0.64f, org.assertj.core.api.Assertions.within(1e-5f));
    assertThat(row(weights, 3, old)).containsOnly(Float.NaN);
  }

  @Test
  void aRowOfALargerCatalogueHasNoOpinionOfWhatIsNew() throws InterruptedException {
    LinearWeights weights = train(LinearRecipe.NEXT_ITEM, List.of(new int[] {0, 1}), 2);

    assertThat(row(weights, 4, 0)).hasSize(4).endsWith(Float.NaN, Float.NaN);
    assertThat(row(weights, 1, 0)).hasSize(1).doesNotContain(Float.NaN);
  }

  @Test
  void stagesAreToldInOrderAndTimed() throws InterruptedException {
    List<TrainingStage> told = new ArrayList<>();
    LinearTrainer.Trained trained =
        LinearTrainer.train(LinearRecipe.NEXT_ITEM, List.of(new int[] {0, 1}), 2, 1, told::add);

    assertThat(told).containsExactly(TrainingStage.values());
    assertThat(trained.times().keySet()).containsExactly(TrainingStage.values());
    assertThat(trained.limit()).isEqualTo(1);
    assertThat(trained.peakHeap()).isPositive();
  }

  @Test
  void anInterruptIsHeardAtTheNextStage() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> train(LinearRecipe.EASE, List.of(new int[] {0, 1}), 2))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aDensePartHasALimitThatJavaCanHold() {
    assertThatThrownBy(
            () -> LinearTrainer.train(LinearRecipe.EASE, List.of(), 1, 32_001, stage -> {}))
        .hasMessage("the dense part can have 1 to 32000 items, not 32001");
    assertThatThrownBy(() -> LinearTrainer.train(LinearRecipe.EASE, List.of(), 1, 0, stage -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDensePartIsNoLargerThanItsMatricesFitIntoTheHeap() {
    for (long free : new long[] {1 << 20, 224L << 20, 4L << 30}) {
      long n = LinearTrainer.affordable(free);
      assertThat(18 * n * n).isLessThan(free * 6 / 10).isGreaterThan(free / 2);
    }
    assertThat(LinearTrainer.affordable(-1)).isEqualTo(1);
    assertThat(LinearTrainer.affordable(Long.MAX_VALUE)).isEqualTo(32_000);
  }

  /**
   * A hundred thousand items would be 80 GB as a matrix; this runs in the gigabyte of the tests.
   */
  @Test
  void memoryFollowsTheDensePartAndTheItemsNotTheirSquare() throws InterruptedException {
    int items = 100_000;
    java.util.Random random = new java.util.Random(5);
    List<int[]> log = new ArrayList<>();
    for (int user = 0; user < 20_000; user++) {
      log.add(random.ints(15, 0, items).toArray());
    }
    LinearTrainer.Trained trained =
        LinearTrainer.train(LinearRecipe.NEXT_ITEM, log, items, 200, stage -> {});

    assertThat(trained.weights().knownItems()).isGreaterThan(90_000);
    assertThat(trained.weights().sparsePairs()).isLessThanOrEqualTo(100 * items);
  }

  static LinearWeights train(LinearRecipe recipe, List<int[]> log, int items)
      throws InterruptedException {
    return LinearTrainer.train(recipe, log, items, 100, stage -> {}).weights();
  }

  static float[] row(LinearWeights weights, int size, int... history) {
    float[] row = new float[size];
    weights.score(history, row);
    return row;
  }
}
