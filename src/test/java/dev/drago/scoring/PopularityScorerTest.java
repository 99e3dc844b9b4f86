package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    float[] row = row(new ItemCounts(new long[] {0, 1, 999}));

    assertThat(row[0]).isZero();
    assertThat(row[1]).isCloseTo((float) Math.log(2), within(1e-6f));
    assertThat(row[2]).isCloseTo((float) Math.log(1_000), within(1e-6f));
  }

  @Test
  void withFewerInteractionsThanItemsItHasNoOpinion() {
    ItemCounts counts = new ItemCounts(new long[] {2, 0, 0});
    assertThat(row(counts)).containsExactly(Float.NaN, Float.NaN, Float.NaN);

    counts.increment(1);

    assertThat(row(counts)).doesNotContain(Float.NaN);
  }

  @Test
  void onlyItemsThatAreThereAskForEvidence() {
    ItemCounts counts = new ItemCounts(new long[] {2, 0, 0});
    shelf.delete("c");

    assertThat(row(counts)).hasSize(3).doesNotContain(Float.NaN);
  }

  @Test
  void anItemAddedAfterTheCountsWereReadCountsFromZero() {
    ItemCounts counts = new ItemCounts(new long[] {5, 5, 5});
    shelf.add("d", "e");
    assertThat(row(counts)).hasSize(5).endsWith(0, 0);

    counts.increment(4);

    assertThat(row(counts)[4]).isCloseTo((float) Math.log(2), within(1e-6f));
    assertThat(counts.count(3)).isZero();
    assertThat(counts.total()).isEqualTo(16);
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

  private float[] row(ItemCounts counts) {
    return shelf.score(new PopularityScorer(counts), ANYBODY);
  }
}
