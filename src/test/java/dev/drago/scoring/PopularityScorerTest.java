package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Index.atIndex;

import dev.drago.scoring.linear.DecayedCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PopularityScorerTest {

  private static final Profile ANYBODY = Profile.ofHistory(new int[0]);

  @TempDir Path directory;

  private Shelf shelf;

  @BeforeEach
  void fill() {
    shelf = new Shelf(directory).add("a", "b", "c");
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  @Test
  void anItemScoresTheLogarithmOfItsCountAndOne() {
    float[] row = row(new ItemCounts(new long[] {9, 1, 999}));

    assertThat(row[0]).isCloseTo((float) Math.log(10), within(1e-6f));
    assertThat(row[1]).isCloseTo((float) Math.log(2), within(1e-6f));
    assertThat(row[2]).isCloseTo((float) Math.log(1_000), within(1e-6f));
  }

  /** It is not known to be unpopular: nobody had the time. */
  @Test
  void ofAnItemNobodyTookItHasNoOpinionUntilSomebodyDoes() {
    ItemCounts counts = new ItemCounts(new long[] {3, 0, 1});
    PopularityScorer scorer = new PopularityScorer(counts);
    float[] before = shelf.score(scorer, ANYBODY);
    assertThat(before).contains(Float.NaN, atIndex(1));
    assertThat(before[2]).isCloseTo((float) Math.log(2), within(1e-6f));

    counts.increment(1);

    assertThat(shelf.score(scorer, ANYBODY)[1]).isCloseTo((float) Math.log(2), within(1e-6f));
  }

  @Test
  void ofAnItemWhoseTakersHaveAllFadedItHasAnOpinion() {
    DecayedCounts decayed = new DecayedCounts(new double[] {5, 1e-9, 0}, new long[] {5, 4, 0});
    PopularityScorer scorer =
        new PopularityScorer(
            new ItemCounts(new long[] {5, 4, 0}), new AtomicReference<>(Optional.of(decayed)));

    float[] row = shelf.score(scorer, ANYBODY);
    assertThat(row[1]).isCloseTo(0f, within(1e-6f));
    assertThat(row[2]).isNaN();
  }

  @Test
  void withFewerInteractionsThanItemsItHasNoOpinion() {
    ItemCounts counts = new ItemCounts(new long[] {2, 0, 0});
    assertThat(row(counts)).containsExactly(Float.NaN, Float.NaN, Float.NaN);

    counts.increment(1);

    assertThat(opinions(row(counts))).containsExactly(0, 1);
  }

  @Test
  void onlyItemsThatAreThereAskForEvidence() {
    ItemCounts counts = new ItemCounts(new long[] {2, 0, 0});
    shelf.delete("c");

    assertThat(opinions(row(counts))).containsExactly(0);
  }

  @Test
  void anItemAddedAfterTheCountsWereReadCountsFromNothing() {
    ItemCounts counts = new ItemCounts(new long[] {5, 5, 5});
    shelf.add("d", "e");
    assertThat(row(counts)).hasSize(5).endsWith(Float.NaN, Float.NaN);

    counts.increment(4);

    assertThat(row(counts)[4]).isCloseTo((float) Math.log(2), within(1e-6f));
    assertThat(counts.count(3)).isZero();
    assertThat(counts.total()).isEqualTo(16);
  }

  @Test
  void aScorerInServiceSeesCountsGrowAndItemsCome() {
    ItemCounts counts = new ItemCounts(new long[] {4, 2, 1});
    PopularityScorer scorer = new PopularityScorer(counts);
    shelf.score(scorer, ANYBODY);

    counts.increment(2);
    assertThat(shelf.score(scorer, ANYBODY)[2]).isCloseTo((float) Math.log(3), within(1e-6f));
    shelf.add("d");
    assertThat(shelf.score(scorer, ANYBODY)).hasSize(4);
  }

  @Test
  void inALongLogOneMoreInAThousandIsComputedAnew() {
    ItemCounts counts = new ItemCounts(new long[] {10_000, 2, 1});
    PopularityScorer scorer = new PopularityScorer(counts);
    float[] before = shelf.score(scorer, ANYBODY);
    for (int i = 0; i < 10; i++) {
      counts.increment(2);
    }
    assertThat(shelf.score(scorer, ANYBODY)).isEqualTo(before);

    counts.increment(2);

    assertThat(shelf.score(scorer, ANYBODY)[2]).isCloseTo((float) Math.log(13), within(1e-6f));
  }

  @Test
  void itIsTheSameForEverybody() {
    ItemCounts counts = new ItemCounts(new long[] {4, 2, 1});

    assertThat(shelf.score(new PopularityScorer(counts), Profile.ofHistory(new int[] {0, 2})))
        .isEqualTo(row(counts));
  }

  @Test
  void noCountIsLostWhenManyCountAtOnceAndTheArrayGrows() throws InterruptedException {
    ItemCounts counts = new ItemCounts(new long[0]);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 2_000; i++) {
                      counts.increment(i % 100);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    for (int ordinal = 0; ordinal < 100; ordinal++) {
      assertThat(counts.count(ordinal)).isEqualTo(160);
    }
    assertThat(counts.total()).isEqualTo(16_000);
  }

  @Test
  void fadedCountsTakeTheirPlaceAndWhatComesLaterCountsOnTop() {
    ItemCounts counts = new ItemCounts(new long[] {100, 4, 1});
    AtomicReference<Optional<DecayedCounts>> decayed = new AtomicReference<>(Optional.empty());
    PopularityScorer scorer = new PopularityScorer(counts, decayed);
    assertThat(shelf.score(scorer, ANYBODY)).isEqualTo(row(counts));

    decayed.set(Optional.of(new DecayedCounts(new double[] {0.25, 3.5}, new long[] {100, 3})));

    float[] faded = shelf.score(scorer, ANYBODY);
    assertThat(faded[0]).isCloseTo((float) Math.log(1.25), within(1e-6f));
    assertThat(faded[1]).isCloseTo((float) Math.log(5.5), within(1e-6f)); // 3.5, one since
    assertThat(faded[2]).isCloseTo((float) Math.log(2), within(1e-6f)); // new since
  }

  @Test
  void aLogWithoutTimesRanksAsItsPlainCounts() {
    ItemCounts counts = new ItemCounts(new long[] {7, 0, 9_999});
    DecayedCounts decayed = new DecayedCounts(new double[] {7, 0, 9_999}, new long[] {7, 0, 9_999});
    PopularityScorer scorer =
        new PopularityScorer(counts, new AtomicReference<>(Optional.of(decayed)));

    assertThat(shelf.score(scorer, ANYBODY)).isEqualTo(row(counts));
  }

  @Test
  void aStoreThatWentBackToAnOlderCopyCountsNothingNegative() {
    DecayedCounts decayed = new DecayedCounts(new double[] {0.5}, new long[] {9});

    assertThat(decayed.count(0, 2)).isEqualTo(0.5);
  }

  /** The ordinals it has an opinion of. */
  private static int[] opinions(float[] row) {
    return IntStream.range(0, row.length).filter(o -> !Float.isNaN(row[o])).toArray();
  }

  private float[] row(ItemCounts counts) {
    return shelf.score(new PopularityScorer(counts), ANYBODY);
  }
}
