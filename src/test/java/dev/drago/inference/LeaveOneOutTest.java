package dev.drago.inference;

import static dev.drago.inference.TinyRanker.CACHE;
import static dev.drago.inference.TinyRanker.ONE;
import static dev.drago.inference.TinyRanker.TOLERANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leaving items out in one job, against a ranking of each shorter history by itself. */
class LeaveOneOutTest {

  private static final int ITEMS = 40;
  private static final int[] ALL = IntStream.range(0, ITEMS).toArray();

  @TempDir static Path directory;

  private static TinyRanker tiny;

  @BeforeAll
  static void write() {
    tiny = new TinyRanker(directory, ITEMS, 96, 3);
  }

  @Test
  void eachVariantIsTheRankingOfTheHistoryWithoutThatItem() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (long cache : new long[] {0, CACHE}) {
      try (SequenceRanker ranker = tiny.open(ONE, cache)) {
        for (int length : new int[] {1, 2, 3, 20, 60, 95, 130}) {
          int[] history = tiny.history(random, length);
          for (int last : new int[] {0, 1, 7, 50, 90}) {
            if (random.nextBoolean()) {
              ranker.rank(history, Deadline.none()).join(); // sometimes it is in the cache
            }
            check(ranker, history, last, "seed %d, length %d".formatted(seed, length));
          }
        }
      }
    }
  }

  private static void check(SequenceRanker ranker, int[] history, int last, String as) {
    LeftOut left = ranker.leaveOneOut(history, last, ALL, Deadline.none()).join();
    int[] read =
        Arrays.copyOfRange(
            history, Math.max(0, history.length - ranker.maxHistory()), history.length);
    int count = Math.min(last, read.length);

    assertThat(left.from()).as(as).isEqualTo(history.length - count);
    assertThat(left.without()).as(as).hasNumberOfRows(count);
    assertThat(TinyRanker.distance(left.whole(), rank(ranker, read))).as(as).isLessThan(TOLERANCE);
    for (int i = 0; i < count; i++) {
      int out = read.length - count + i;
      int[] shorter =
          IntStream.range(0, read.length).filter(p -> p != out).map(p -> read[p]).toArray();
      assertThat(TinyRanker.distance(left.without()[i], rank(ranker, shorter)))
          .as("%s, without place %d", as, out)
          .isLessThan(TOLERANCE);
    }
  }

  @Test
  void onlyTheItemsAskedForAreKeptInTheirOrder() {
    int[] history = tiny.history(new Random(5), 12);
    try (SequenceRanker ranker = tiny.open(ONE, 0)) {
      LeftOut all = ranker.leaveOneOut(history, 4, ALL, Deadline.none()).join();
      LeftOut some = ranker.leaveOneOut(history, 4, new int[] {9, 2}, Deadline.none()).join();

      assertThat(some.whole()).containsExactly(all.whole()[9], all.whole()[2]);
      for (int i = 0; i < 4; i++) {
        assertThat(some.without()[i]).containsExactly(all.without()[i][9], all.without()[i][2]);
      }
    }
  }

  @Test
  void aStrangerHasNothingToLeaveOut() {
    try (SequenceRanker ranker = tiny.open(ONE, CACHE)) {
      LeftOut left = ranker.leaveOneOut(new int[0], 50, ALL, Deadline.none()).join();

      assertThat(left.from()).isZero();
      assertThat(left.without()).isEmpty();
      assertThat(TinyRanker.distance(left.whole(), rank(ranker))).isLessThan(TOLERANCE);
    }
  }

  @Test
  void aDeadlineInThePastIsATimeoutAndTheNextJobIsDone() {
    int[] history = tiny.history(new Random(6), 30);
    try (SequenceRanker ranker = tiny.open(ONE, 0)) {
      assertThat(ranker.leaveOneOut(history, 30, ALL, Deadline.in(Duration.ofMillis(-1))))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(TimeoutException.class);
      check(ranker, history, 30, "after a timeout");
    }
  }

  @Test
  void moreThanItCanLeaveOutIsRefused() {
    try (SequenceRanker ranker = tiny.open(ONE, 0)) {
      assertThatThrownBy(
              () ->
                  ranker.leaveOneOut(new int[] {1}, ranker.maxLeftOut() + 1, ALL, Deadline.none()))
          .hasMessage("0 to 256 items can be left out, not 257");
    }
  }

  private static float[] rank(SequenceRanker ranker, int... history) {
    return ranker.rank(history, Deadline.none()).join();
  }
}
