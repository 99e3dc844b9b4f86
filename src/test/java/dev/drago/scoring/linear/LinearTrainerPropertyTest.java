package dev.drago.scoring.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every recipe against its formulas in full matrices. jqwik prints the seed of a failure. */
class LinearTrainerPropertyTest {

  private static final int ITEMS = 12;

  @Property
  void scores_are_those_of_the_formulas_for_any_log_and_any_dense_part(
      @ForAll LinearRecipe recipe,
      @ForAll("logs") List<int[]> log,
      @ForAll("histories") int[] history,
      @ForAll @IntRange(min = 1, max = ITEMS + 1) int limit)
      throws InterruptedException {
    compare(recipe, log, history, ITEMS, limit);
  }

  /** More than two tiles of the block layout, so that every path through the solver is taken. */
  @ParameterizedTest
  @EnumSource
  void aDensePartOfSeveralTilesIsSolvedAsWell(LinearRecipe recipe) throws InterruptedException {
    Random random = new Random(7);
    List<int[]> log = log(random, 300, 150, 60);

    compare(recipe, log, random.ints(40, 0, 150).toArray(), 150, 150);
    compare(recipe, log, random.ints(40, 0, 150).toArray(), 150, 121);
  }

  @ParameterizedTest
  @EnumSource
  void ofARarerItemTheFiftyStrongestPairsAreKeptInBothDirections(LinearRecipe recipe)
      throws InterruptedException {
    Random random = new Random(8);
    List<int[]> log = log(random, 200, 140, 50);

    compare(recipe, log, random.ints(40, 0, 140).toArray(), 140, 60);
    LinearWeights weights = LinearTrainer.train(recipe, log, 140, 60, stage -> {}).weights();
    assertThat(weights.denseItems()).isEqualTo(60);
    assertThat(weights.knownItems()).isEqualTo(140);
    assertThat(weights.sparsePairs()).isLessThanOrEqualTo(80 * 100).isGreaterThan(80 * 90);
  }

  private static void compare(
      LinearRecipe recipe, List<int[]> log, int[] history, int items, int limit)
      throws InterruptedException {
    LinearWeights weights = LinearTrainer.train(recipe, log, items, limit, stage -> {}).weights();
    BruteForce.Expected expected = new BruteForce(recipe, log, items, limit).score(history);
    float[] row = new float[items];
    weights.score(history, row);
    for (int item = 0; item < items; item++) {
      if (Double.isNaN(expected.scores()[item])) {
        assertThat(row[item]).as("item %d", item).isNaN();
      } else {
        assertThat((double) row[item])
            .as("item %d", item)
            .isCloseTo(expected.scores()[item], within(expected.tolerance()[item]));
      }
    }
  }

  /** Items drawn so that low ordinals are frequent: which are dense is then no matter of ties. */
  private static List<int[]> log(Random random, int users, int items, int longest) {
    List<int[]> log = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      log.add(
          random
              .ints(1 + random.nextInt(longest))
              .map(i -> (int) (items * Math.pow(random.nextDouble(), 1.5)))
              .toArray());
    }
    return log;
  }

  /** Empty ones, one-item users, repetitions, items of no catalogue, longer than any window. */
  @Provide
  Arbitrary<int[]> histories() {
    return Arbitraries.integers().between(-1, ITEMS).array(int[].class).ofMaxSize(90);
  }

  @Provide
  Arbitrary<List<int[]>> logs() {
    return Arbitraries.integers()
        .between(-1, ITEMS)
        .array(int[].class)
        .ofMaxSize(40)
        .list()
        .ofMaxSize(8);
  }
}
