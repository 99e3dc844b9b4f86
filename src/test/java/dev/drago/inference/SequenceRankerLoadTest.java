package dev.drago.inference;

import static dev.drago.inference.TinyRanker.BATCHED;
import static dev.drago.inference.TinyRanker.CACHE;
import static dev.drago.inference.TinyRanker.ONE;
import static dev.drago.inference.TinyRanker.SPREAD;
import static dev.drago.inference.TinyRanker.TOLERANCE;
import static dev.drago.inference.TinyRanker.distance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many requests at once, in either shape; failures name the seed. */
@Timeout(120)
class SequenceRankerLoadTest {

  @TempDir static Path directory;

  private static TinyRanker tiny;

  @BeforeAll
  static void write() {
    tiny = new TinyRanker(directory, 60, 256, 4);
  }

  @ParameterizedTest(name = "{0} bytes of cache")
  @ValueSource(longs = {0, 200_000, CACHE})
  void twoHundredAtOnceAreAllAnsweredRight(long cacheBytes) {
    long seed = new Random().nextLong();
    List<int[]> histories = histories(new Random(seed), 200);
    List<double[]> expected = histories.stream().map(tiny::expected).toList();
    for (ModelSize size : List.of(SPREAD, BATCHED)) {
      try (SequenceRanker ranker = tiny.open(size, cacheBytes);
          ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
        List<CompletableFuture<float[]>> answers =
            histories.stream()
                .map(
                    history ->
                        CompletableFuture.supplyAsync(
                            () -> ranker.rank(history, Deadline.none()).join(), users))
                .toList();
        for (int i = 0; i < answers.size(); i++) {
          assertThat(distance(answers.get(i).join(), expected.get(i)))
              .as("seed %d, %s, history %s", seed, size, Arrays.toString(histories.get(i)))
              .isLessThan(TOLERANCE);
        }
      }
    }
  }

  /** Four histories of 256 tokens are two decodes of 512. */
  @Test
  void historiesThatDoNotFitIntoOneDecodeAreReadInSeveral() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (SequenceRanker alone = tiny.open(ONE, 0);
        SequenceRanker batched = tiny.open(BATCHED, CACHE)) {
      for (int round = 0; round < 3; round++) {
        List<int[]> histories = new ArrayList<>();
        for (int length : new int[] {255, 250, 255, 131, 255, 255, 3, 255, 0, 254}) {
          histories.add(tiny.history(random, length));
        }
        List<CompletableFuture<float[]>> together =
            histories.stream().map(h -> batched.rank(h, Deadline.none())).toList();
        for (int i = 0; i < histories.size(); i++) {
          float[] byItself = alone.rank(histories.get(i), Deadline.none()).join();
          assertThat(distance(together.get(i).join(), byItself))
              .as("seed %d, round %d, history %d", seed, round, i)
              .isLessThan(TOLERANCE);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} users in a decode")
  @ValueSource(ints = {1, 4})
  void aDeadlineAtAnyMomentGivesATimeoutOrTheRightAnswer(int users) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int late = 0;
    try (SequenceRanker alone = tiny.open(ONE, 0);
        SequenceRanker hurried = tiny.open(new ModelSize(1, 1, users), CACHE)) {
      for (int i = 0; i < 150; i++) {
        int[] history = tiny.history(random, 1 + random.nextInt(255));
        Deadline deadline = Deadline.in(Duration.ofNanos(1_000L * random.nextInt(8_000)));
        CompletableFuture<float[]> answer = hurried.rank(history, deadline);
        if (i % 3 == 0) {
          continue; // nobody looks: the next request comes while this one runs
        }
        try {
          assertThat(distance(answer.join(), alone.rank(history, Deadline.none()).join()))
              .as("seed %d, request %d", seed, i)
              .isLessThan(TOLERANCE);
        } catch (CompletionException e) {
          assertThat(e)
              .as("seed %d, request %d", seed, i)
              .hasCauseInstanceOf(TimeoutException.class);
          late++;
        }
      }
      int[] last = {1, 2, 3};
      assertThat(distance(hurried.rank(last, Deadline.none()).join(), tiny.expected(last)))
          .as("seed %d, %d were late", seed, late)
          .isLessThan(TOLERANCE);
    }
  }

  @Test
  void aQueueThatIsFullRefusesAndWhatWasTakenIsAnsweredRight() {
    try (SequenceRanker ranker = tiny.open(ONE, 2, 0)) {
      List<CompletableFuture<float[]>> taken = new ArrayList<>();
      int[] history = tiny.history(new Random(1), 255);
      OverloadedException refused =
          catchThrowableOfType(
              OverloadedException.class,
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  taken.add(ranker.rank(history, Deadline.none()));
                }
              });

      assertThat(refused).hasMessage("the queue of sequence is full (2 waiting)");
      double[] expected = tiny.expected(history);
      taken.forEach(answer -> assertThat(distance(answer.join(), expected)).isLessThan(TOLERANCE));
    }
  }

  /** Some new, some the same again, some grown by an item or cut. */
  private static List<int[]> histories(Random random, int count) {
    List<int[]> histories = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] known = i == 0 ? new int[0] : histories.get(random.nextInt(i));
      histories.add(
          switch (random.nextInt(4)) {
            case 0 -> known;
            case 1 -> Arrays.copyOf(known, known.length + 1);
            case 2 -> Arrays.copyOf(known, known.length / 2);
            default -> tiny.history(random, random.nextInt(40));
          });
    }
    return histories;
  }
}
