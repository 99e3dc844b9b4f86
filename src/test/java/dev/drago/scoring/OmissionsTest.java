package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drago.catalog.Item;
import dev.drago.catalog.ItemText;
import dev.drago.index.IndexView;
import dev.drago.index.SpanishBridge;
import dev.drago.inference.Deadline;
import dev.drago.inference.ModelSize;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.SequenceRanker;
import dev.drago.inference.Turns;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.llama.TinyModels;
import dev.drago.scoring.linear.LinearRecipe;
import dev.drago.scoring.linear.LinearTrainer;
import dev.drago.scoring.linear.LinearWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaving a part out does, against scoring the profile without it. */
class OmissionsTest {

  private static final int ITEMS = 30;
  private static final int[] ALL = IntStream.range(0, ITEMS).toArray();
  private static final float TOLERANCE = 0.01f;
  private static final ModelSize ONE = new ModelSize(1, 1, 1);

  @TempDir static Path directory;

  private static SentenceEmbedder embedder;
  private static SequenceRanker ranker;
  private static Shelf shelf;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  /** Thirty items; the sequence model knows the first twenty-five. */
  @BeforeAll
  static void fill() {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    embedder =
        new SentenceEmbedder(
            List.of(load(library, Path.of("models/e5-small-v2-q8_0.gguf"))), ONE, 64);
    List<String> ids = IntStream.range(0, ITEMS).mapToObj(i -> "item-" + i).toList();
    Path file = TinyModels.sequenceModel(directory.resolve("m.gguf"), ids.subList(0, 25), 21);
    ranker =
        new SequenceRanker(
            List.of(load(library, file)), new SequenceRanker.Options(ONE, 16, 1 << 20));
    shelf = new Shelf(directory.resolve("index"));
    String[] things = {
      "a boat in a storm", "two cooks", "a robot", "the trial of a thief", "a war"
    };
    for (int i = 0; i < ITEMS; i++) {
      Item item = new Item(ids.get(i), "Film " + i, things[i % 5] + ", part " + (i / 5), Map.of());
      shelf.add(item, embedder.embedPassages(List.of(ItemText.of(item))).getFirst());
    }
  }

  @AfterAll
  static void close() {
    shelf.close();
    ranker.close();
    embedder.close();
  }

  @Test
  void theSequenceModelIsAskedForTheHistoryWithoutTheItem() {
    agreesWithShorterProfiles(new SequenceScorer(ranker), 12, TOLERANCE);
  }

  @Test
  void anItemItNeverMetIsAMixtureAlsoThen() {
    TextNeighbours neighbours = new TextNeighbours(shelf::view);
    agreesWithShorterProfiles(
        new NewItems(new SequenceScorer(ranker), neighbours, Turns.ofProcessors()), 12, TOLERANCE);
  }

  @Test
  void whatIsNotReadDoesNothing() {
    SequenceScorer scorer = new SequenceScorer(ranker);
    Profile profile = Profile.ofHistory(new int[] {1, 27, 2});
    Omissions out = ask(scorer, profile, ALL, 50);

    assertThat(out.from()).isZero();
    assertThat(out.withoutItem()).hasNumberOfRows(3);
    assertThat(out.withoutItem()[1]).isEqualTo(out.whole());
    assertThat(ask(scorer, Profile.ofHistory(new int[] {27}), ALL, 5).withoutItem()).isEmpty();
  }

  @Test
  void linearContributionsAddUpToTheScore() throws InterruptedException {
    for (LinearRecipe recipe : LinearRecipe.values()) {
      for (int dense : new int[] {ITEMS, 10, 1}) {
        LinearWeights weights = train(recipe, dense);
        int[] history = random.ints(40, 0, ITEMS + 2).toArray();
        float[] row = new float[ITEMS];
        weights.score(history, row);
        float[][] contributions = weights.contributions(history, ALL);
        for (int j = 0; j < ITEMS; j++) {
          int target = j;
          double sum = 0;
          for (float[] ofItem : contributions) {
            sum += ofItem[target];
          }
          if (Float.isNaN(row[j])) {
            assertThat(sum).isNaN();
          } else {
            assertThat(sum)
                .as("seed %d, %s with %d dense, item %d", seed, recipe, dense, j)
                .isCloseTo(row[j], within(1e-5));
          }
        }
        // One asked for twice has the same twice.
        float[][] twice = weights.contributions(history, new int[] {3, 7, 3});
        for (int p = 0; p < contributions.length; p++) {
          assertThat(twice[p])
              .containsExactly(contributions[p][3], contributions[p][7], contributions[p][3]);
        }
      }
    }
  }

  @Test
  void aLinearScoreLacksTheTermOfWhatIsLeftOut() throws InterruptedException {
    LinearWeights weights = train(LinearRecipe.NEXT_ITEM, 12);
    LinearScorer scorer = new LinearScorer("next-item", weights);
    int[] history = {3, 9, 14, 2};
    float[] row = shelf.score(scorer, Profile.ofHistory(history));
    Omissions out = ask(scorer, Profile.ofHistory(history), ALL, 4);
    // Without the oldest the others keep their ages, as in scoring without it.
    float[] shorter = shelf.score(scorer, Profile.ofHistory(new int[] {9, 14, 2}));
    for (int j = 0; j < ITEMS; j++) {
      if (!Float.isNaN(row[j])) {
        assertThat(out.whole()[j]).isCloseTo(row[j], within(1e-5f));
        assertThat(out.withoutItem()[0][j]).isCloseTo(shorter[j], within(1e-5f));
      }
    }
  }

  @Test
  void withoutTheOnlyItemThatIsKnownALinearScoreIsNoOpinion() throws InterruptedException {
    for (LinearRecipe recipe : LinearRecipe.values()) {
      LinearScorer scorer = new LinearScorer("linear", train(recipe, 12));
      int stranger = ITEMS - 1; // nobody took it in training
      Omissions out = ask(scorer, Profile.ofHistory(new int[] {stranger, 3}), ALL, 5);
      close(out.withoutItem()[0], out.whole(), ALL, 0);
      assertThat(out.withoutItem()[1])
          .isEqualTo(shelf.score(scorer, Profile.ofHistory(new int[] {stranger})))
          .containsOnly(Float.NaN);
      Omissions two = ask(scorer, Profile.ofHistory(new int[] {9, 3}), new int[] {1, 2}, 5);
      assertThat(two.withoutItem()[0]).doesNotContain(Float.NaN);
      assertThat(two.withoutItem()[1]).doesNotContain(Float.NaN);
    }
  }

  @Test
  void meaningLosesWhatIsLeftOutOfTheSum() {
    SemanticScorer scorer = new SemanticScorer(embedder, Turns.ofProcessors());
    int[] history = {4, 11, 17};
    int[] liked = {20, 6};
    int[] disliked = {8};
    Optional<String> wish = Optional.of("robots at sea");
    Profile profile = new Profile(history, liked, disliked, wish);
    Omissions out = ask(scorer, profile, ALL, 5);

    same(out.whole(), shelf.score(scorer, profile));
    // The oldest of the history and each of the likes take nothing else's place.
    same(
        out.withoutItem()[0],
        shelf.score(scorer, new Profile(new int[] {11, 17}, liked, disliked, wish)));
    same(
        out.withoutItem()[3],
        shelf.score(scorer, new Profile(history, new int[] {6}, disliked, wish)));
    same(
        out.withoutItem()[4],
        shelf.score(scorer, new Profile(history, new int[] {20}, disliked, wish)));
    assertThat(out.withoutItem()[2]).isNotEqualTo(out.whole());
    assertThat(out.withoutWish()).isPresent();
    assertThat(ask(scorer, Profile.ofHistory(history), ALL, 5).withoutWish()).isEmpty();
  }

  @Test
  void aWishInSpanishIsReadAsInTheRanking() {
    SemanticScorer scorer =
        new SemanticScorer(embedder, Optional.of(new SpanishBridge()), Turns.ofProcessors());
    Profile profile =
        new Profile(new int[] {4}, new int[0], new int[0], Optional.of("un barco en la tormenta"));
    Omissions out = ask(scorer, profile, ALL, 5);

    same(out.whole(), shelf.score(scorer, profile));
    assertThat(out.whole())
        .as("the bridge has something to say")
        .isNotEqualTo(
            ask(new SemanticScorer(embedder, Turns.ofProcessors()), profile, ALL, 5).whole());
  }

  @Test
  void popularityIsTheSameForEverybody() {
    Omissions out =
        ask(
            new PopularityScorer(new ItemCounts(new long[ITEMS])),
            Profile.ofHistory(new int[] {1}),
            ALL,
            5);
    assertThat(out.withoutItem()).isEmpty();
  }

  private void agreesWithShorterProfiles(Scorer scorer, int length, float tolerance) {
    int[] sequence = random.ints(length, 0, 25).toArray();
    Profile profile =
        new Profile(
            java.util.Arrays.copyOf(sequence, length - 2),
            java.util.Arrays.copyOfRange(sequence, length - 2, length),
            new int[0],
            Optional.empty());
    int[] items = {27, 3, 29, 0, 24};
    Omissions out = ask(scorer, profile, items, 7);
    assertThat(out.from()).isEqualTo(length - 7);
    close(out.whole(), shelf.score(scorer, profile), items, tolerance);
    for (int i = 0; i < 7; i++) {
      int place = length - 7 + i;
      int[] rest =
          IntStream.range(0, length).filter(p -> p != place).map(p -> sequence[p]).toArray();
      close(out.withoutItem()[i], shelf.score(scorer, Profile.ofHistory(rest)), items, tolerance);
    }
  }

  private void close(float[] some, float[] row, int[] items, float tolerance) {
    for (int i = 0; i < items.length; i++) {
      if (Float.isNaN(row[items[i]])) {
        assertThat(some[i]).isNaN();
      } else {
        assertThat(some[i]).as("seed %d", seed).isCloseTo(row[items[i]], within(tolerance));
      }
    }
  }

  private static void same(float[] some, float[] row) {
    assertThat(some).hasSameSizeAs(row);
    for (int i = 0; i < row.length; i++) {
      assertThat(some[i]).isCloseTo(row[i], within(1e-5f));
    }
  }

  private static Omissions ask(Scorer scorer, Profile profile, int[] items, int last) {
    try (IndexView view = shelf.view()) {
      return scorer
          .omissions(
              new Scorer.Request(shelf.catalog(), view, profile, Deadline.none()), items, last)
          .join();
    }
  }

  private LinearWeights train(LinearRecipe recipe, int dense) throws InterruptedException {
    List<int[]> log = new ArrayList<>();
    for (int u = 0; u < 40; u++) {
      log.add(random.ints(8, 0, ITEMS - 1).distinct().toArray());
    }
    return LinearTrainer.train(recipe, log, ITEMS, dense, stage -> {}).weights();
  }

  private static LlamaModel load(LlamaLibrary library, Path file) {
    return LlamaModel.load(library, file, ModelOptions.DEFAULT);
  }
}
