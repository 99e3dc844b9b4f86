package dev.drago.inference;

import static dev.drago.inference.TinyRanker.CACHE;
import static dev.drago.inference.TinyRanker.ONE;
import static dev.drago.inference.TinyRanker.TOLERANCE;
import static dev.drago.inference.TinyRanker.distance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.drago.inference.SequenceRanker.CacheUse;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.llama.TinyModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One request after the other, against the forward pass written out in Java. */
class SequenceRankerTest {

  private static final int ITEMS = 40;

  @TempDir static Path directory;

  private static TinyRanker tiny;

  @BeforeAll
  static void write() {
    tiny = new TinyRanker(directory, ITEMS, 64, 3);
  }

  @Test
  void itSaysWhatTheReferenceComputes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (SequenceRanker ranker = tiny.open(ONE, 0)) {
      for (int length : new int[] {1, 2, 7, 30, 63}) {
        int[] history = tiny.history(random, length);
        assertThat(distance(rank(ranker, history), tiny.expected(history)))
            .as("seed %d, history %s", seed, Arrays.toString(history))
            .isLessThan(TOLERANCE);
      }
    }
  }

  @Test
  void theProbabilitiesOfAllItemsAddUpToOne() {
    try (SequenceRanker ranker = tiny.open(ONE, 0)) {
      float[] row = rank(ranker, 4, 8, 15);

      assertThat(row).hasSize(ITEMS);
      assertThat(IntStream.range(0, ITEMS).mapToDouble(i -> Math.exp(row[i])).sum())
          .isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void ofAStrangerItSaysWhatPeopleStartWith() {
    try (SequenceRanker ranker = tiny.open(ONE, CACHE)) {
      assertThat(distance(rank(ranker), tiny.expected())).isLessThan(TOLERANCE);
    }
  }

  @Test
  void anExactRepeatIsAnsweredFromMemory() {
    try (SequenceRanker ranker = tiny.open(ONE, CACHE)) {
      float[] first = rank(ranker, 1, 2, 3);
      assertThat(ranker.cacheUse()).isEqualTo(new CacheUse(0, 0, 1));

      assertThat(rank(ranker, 1, 2, 3)).isSameAs(first);
      assertThat(ranker.cacheUse()).isEqualTo(new CacheUse(1, 0, 1));
    }
  }

  @Test
  void aHistoryThatGrewIsReadFromWhereItWas() {
    int[] history = tiny.history(new Random(7), 20);
    try (SequenceRanker ranker = tiny.open(ONE, CACHE)) {
      rank(ranker, Arrays.copyOf(history, 3));
      long prefixes = 0;
      for (int length : new int[] {4, 12, 20}) {
        int[] grown = Arrays.copyOf(history, length);
        assertThat(distance(rank(ranker, grown), tiny.expected(grown))).isLessThan(TOLERANCE);
        assertThat(ranker.cacheUse()).isEqualTo(new CacheUse(0, ++prefixes, 1));
      }
    }
  }

  @Test
  void aPrefixThatIsMoreThanEightItemsShorterIsReadAnew() {
    int[] history = tiny.history(new Random(8), 12);
    try (SequenceRanker ranker = tiny.open(ONE, CACHE)) {
      rank(ranker, Arrays.copyOf(history, 3));
      assertThat(distance(rank(ranker, history), tiny.expected(history))).isLessThan(TOLERANCE);
      assertThat(ranker.cacheUse()).isEqualTo(new CacheUse(0, 0, 2));
    }
  }

  @Test
  void aHistoryThatOnlyEndsAlikeIsNoPrefix() {
    try (SequenceRanker ranker = tiny.open(ONE, CACHE)) {
      rank(ranker, 1, 2, 3);
      rank(ranker, 2, 3, 4);
      rank(ranker, 9, 2, 3, 4);
      assertThat(ranker.cacheUse().miss()).isEqualTo(3);
    }
  }

  @Test
  void aCacheTooSmallForAnythingChangesNoAnswer() {
    try (SequenceRanker ranker = tiny.open(ONE, 1)) {
      for (int i = 0; i < 3; i++) {
        assertThat(distance(rank(ranker, 5, 6), tiny.expected(5, 6))).isLessThan(TOLERANCE);
        assertThat(distance(rank(ranker, 5, 6, 7), tiny.expected(5, 6, 7))).isLessThan(TOLERANCE);
      }
    }
  }

  @Test
  void ofAHistoryThatIsTooLongTheLastItemsCount() {
    try (SequenceRanker ranker = tiny.open(ONE, CACHE)) {
      assertThat(ranker.maxHistory()).isEqualTo(63);
      int[] history = tiny.history(new Random(9), 200);
      int[] kept = Arrays.copyOfRange(history, 200 - 63, 200);

      float[] row = rank(ranker, history);

      assertThat(distance(row, tiny.expected(kept))).isLessThan(TOLERANCE);
      assertThat(rank(ranker, kept)).isSameAs(row);
    }
  }

  @Test
  void aDeadlineInThePastIsATimeoutAndTheNextRequestIsAnswered() {
    try (SequenceRanker ranker = tiny.open(ONE, CACHE)) {
      assertThat(ranker.rank(new int[] {1}, Deadline.in(Duration.ofMillis(-1))))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(TimeoutException.class);
      assertThat(distance(rank(ranker, 1), tiny.expected(1))).isLessThan(TOLERANCE);
    }
  }

  @Test
  void aClosedRankerRefusesAndItsModelIsClosedToo() {
    SequenceRanker ranker = tiny.open(ONE, CACHE);
    ranker.close();

    assertThatThrownBy(() -> ranker.rank(new int[] {1}, Deadline.none()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("sequence has been closed");
    ranker.close();
  }

  @Test
  void aModelWithoutItemTokensIsRefusedWithASentence() {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    Path file = TinyModels.sequenceModel(directory.resolve("none.gguf"), List.of(), 1);
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT)) {
      assertThatThrownBy(
              () -> new SequenceRanker(List.of(model), new SequenceRanker.Options(ONE, 1, CACHE)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(file + " has no item tokens (<item:ID>), so it cannot be a sequence model");
    }
  }

  private static float[] rank(SequenceRanker ranker, int... history) {
    return ranker.rank(history, Deadline.none()).join();
  }
}
