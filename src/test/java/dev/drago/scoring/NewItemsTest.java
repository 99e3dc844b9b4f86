package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drago.catalog.Item;
import dev.drago.inference.Deadline;
import dev.drago.inference.Turns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against the formula as {@link Stock} has it. */
class NewItemsTest {

  private static final Turns TURNS = new Turns(1);

  private static final Profile SOMEBODY = Profile.ofHistory(new int[] {0});

  @TempDir Path folder;

  private Stock stock;
  private Shelf shelf;

  @BeforeEach
  void open() {
    stock = new Stock(folder);
    shelf = stock.shelf();
  }

  @AfterEach
  void close() {
    stock.close();
  }

  @Test
  void aLogProbabilityIsThatOfTheMixtureLessANat() {
    stock.add(140);
    Known model = new Known(Scorer.Scale.LOG_PROBABILITY, Stock.names(0, 110));
    float[] row = score(model);

    for (int n = 110; n < 140; n++) {
      String item = Stock.name(n);
      double sum = 0;
      Map<String, Double> weights = stock.weights(item, model.known);
      for (Map.Entry<String, Double> near : weights.entrySet()) {
        sum += near.getValue() * Math.exp(model.of(near.getKey()));
      }
      assertThat(weights).hasSize(50);
      assertThat((double) row[n]).as(item).isCloseTo(Math.log(sum) - 1, within(1e-4));
    }
  }

  @Test
  void whatIsNoProbabilityIsAveragedWithTheSameWeights() {
    stock.add(140);
    Known model = new Known(Scorer.Scale.RELATIVE, Stock.names(0, 110));
    float[] row = score(model);

    for (int n = 110; n < 140; n++) {
      assertThat((double) row[n]).isCloseTo(stock.mean(Stock.name(n), model), within(1e-4));
    }
  }

  @Test
  void whereFewerThanFiftyAreKnownAllOfThemCount() {
    stock.add(300);
    Known model =
        new Known(Scorer.Scale.RELATIVE, Set.of(Stock.name(3), Stock.name(77), Stock.name(299)));
    float[] row = score(model);

    for (int n = 100; n < 140; n++) {
      assertThat(stock.weights(Stock.name(n), model.known)).hasSize(3);
      assertThat((double) row[n]).isCloseTo(stock.mean(Stock.name(n), model), within(1e-4));
    }
  }

  @Test
  void knownItemsKeepTheirScoresAndTheRowOfTheScorerIsLeftAlone() {
    stock.add(80);
    Known model = new Known(Scorer.Scale.LOG_PROBABILITY, Stock.names(0, 60));
    float[] own = shelf.score(model, SOMEBODY);
    float[] kept = own.clone();
    model.row = own;
    float[] row = score(model);

    assertThat(Arrays.copyOf(row, 60)).isEqualTo(Arrays.copyOf(kept, 60));
    assertThat(own).isEqualTo(kept);
    assertThat(row).hasSize(80).doesNotContain(Float.NaN);
  }

  @Test
  void whoHasNoOpinionOfAnythingHasNoneOfNewItems() {
    stock.add(40);

    assertThat(opinions(score(new Known(Scorer.Scale.RELATIVE, Set.of())))).isEmpty();
  }

  @Test
  void whoKnowsAllItemsIsNotCompleted() {
    stock.add(40);
    Known model = new Known(Scorer.Scale.RELATIVE, Stock.names(0, 40));

    assertThat(score(model)).isEqualTo(shelf.score(model, SOMEBODY));
  }

  @Test
  void ofAnItemWithoutAVectorThereIsNoOpinionAndItIsNobodysNeighbour() {
    stock.add(60);
    shelf.add("wordless", "unknown-and-wordless");
    Set<String> known = Stock.names(0, 50);
    known.add("wordless");
    Known model = new Known(Scorer.Scale.RELATIVE, known);
    float[] row = score(model);

    assertThat(row[60]).isEqualTo((float) model.of("wordless"));
    assertThat(row[61]).isNaN();
    for (int n = 50; n < 60; n++) {
      assertThat((double) row[n]).isCloseTo(stock.mean(Stock.name(n), model), within(1e-4));
    }
  }

  @Test
  void withoutAnyVectorThereIsNoOpinionOfNewItems() {
    shelf.add("a", "b", "c");

    assertThat(opinions(score(new Known(Scorer.Scale.RELATIVE, Set.of("a"))))).containsExactly(0);
  }

  @Test
  void anItemAtTheMeanOfAllIsLikeNothing() {
    // Two opposite vectors: the mean is 0, and so is nothing that can be normalised.
    float[] up = new float[Stock.DIMENSION];
    up[0] = 1;
    float[] same = up.clone();
    shelf.add(Shelf.item("a", "A"), up);
    shelf.add(Shelf.item("b", "B"), same);

    assertThat(opinions(score(new Known(Scorer.Scale.RELATIVE, Set.of("a"))))).containsExactly(0);
  }

  @Test
  void aNewItemHasAnOpinionAtTheRequestAfterTheIndexHasHeardOfIt() {
    stock.add(60);
    Known model = new Known(Scorer.Scale.RELATIVE, Stock.names(0, 60));
    NewItems scorer = new NewItems(model, new TextNeighbours(shelf::view), TURNS);
    assertThat(shelf.score(scorer, SOMEBODY)).doesNotContain(Float.NaN);

    shelf.announce(Shelf.item("late", "Late"));
    assertThat(shelf.score(scorer, SOMEBODY)[60]).isNaN();
    stock.index("late");

    assertThat((double) shelf.score(scorer, SOMEBODY)[60])
        .isCloseTo(stock.mean("late", model), within(1e-4));
  }

  @Test
  void aTextThatChangesChangesTheNeighbours() {
    stock.add(120);
    Known model = new Known(Scorer.Scale.RELATIVE, Stock.names(0, 119));
    NewItems scorer = new NewItems(model, new TextNeighbours(shelf::view), TURNS);
    float before = shelf.score(scorer, SOMEBODY)[119];

    stock.index(Stock.name(119));
    float after = shelf.score(scorer, SOMEBODY)[119];

    assertThat((double) after).isCloseTo(stock.mean(Stock.name(119), model), within(1e-4));
    assertThat(after).isNotCloseTo(before, within(1e-3f));
  }

  @Test
  void aDeletedItemHasNoOpinionAndIsNoNeighbourOfItemsThatCome() {
    stock.add(60);
    Known model = new Known(Scorer.Scale.RELATIVE, Stock.names(0, 50));
    NewItems scorer = new NewItems(model, new TextNeighbours(shelf::view), TURNS);
    shelf.score(scorer, SOMEBODY);

    stock.delete(Stock.name(55));
    stock.delete(Stock.name(7)); // which a trained model still has its opinion of
    stock.put("next");
    float[] row = shelf.score(scorer, SOMEBODY);

    assertThat(row[55]).isNaN();
    assertThat(stock.weights("next", model.known)).hasSize(49).doesNotContainKey(Stock.name(7));
    assertThat((double) row[60]).isCloseTo(stock.mean("next", model), within(1e-4));
  }

  @Test
  void whenTheScorerLearnsMoreItemsTheyAreNeighboursFromThenOn() {
    stock.add(100);
    Known model = new Known(Scorer.Scale.RELATIVE, Stock.names(0, 20));
    NewItems scorer = new NewItems(model, new TextNeighbours(shelf::view), TURNS);
    shelf.score(scorer, SOMEBODY);

    model.known = Stock.names(0, 99);

    assertThat((double) shelf.score(scorer, SOMEBODY)[99])
        .isCloseTo(stock.mean(Stock.name(99), model), within(1e-4));
  }

  @Test
  void itIsTheScorerInAllElse() {
    Known model = new Known(Scorer.Scale.LOG_PROBABILITY, Set.of());
    NewItems scorer = new NewItems(model, new TextNeighbours(shelf::view), TURNS);

    assertThat(scorer.name()).isEqualTo("known");
    assertThat(scorer.scale()).isEqualTo(Scorer.Scale.LOG_PROBABILITY);
    assertThat(scorer.isReady()).isTrue();
    model.ready = false;
    assertThat(scorer.isReady()).isFalse();
  }

  @Test
  void impossibleNeighboursMakeAnImpossibleItem() {
    stock.add(5);
    Known model = new Known(Scorer.Scale.LOG_PROBABILITY, Stock.names(0, 4));
    model.row =
        new float[] {
          Float.NEGATIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          Float.NaN
        };

    assertThat(score(model)[4]).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void probabilitiesTooSmallForADoubleAreMixedAllTheSame() {
    stock.add(5);
    Known model = new Known(Scorer.Scale.LOG_PROBABILITY, Stock.names(0, 4));
    model.row = new float[] {-2_000, -2_000, -2_000, -2_000, Float.NaN};

    assertThat(score(model)[4]).isCloseTo(-2_001, within(1e-3f));
  }

  /** A mixture lies between its parts, and the more alike an item the more it counts. */
  @Property(tries = 25, generation = GenerationMode.RANDOMIZED)
  void aMixtureIsBetweenTheLowestAndTheHighestOfWhatIsMixed(@ForAll long seed) throws Exception {
    Path place = java.nio.file.Files.createTempDirectory("new-items");
    try (Shelf own = new Shelf(place)) {
      Random dice = new Random(seed);
      List<Item> items = new ArrayList<>();
      List<float[]> given = new ArrayList<>();
      float[] scores = new float[30];
      for (int n = 0; n < 30; n++) {
        items.add(Shelf.item(Stock.name(n), "Item " + n));
        given.add(Stock.unit(dice));
        scores[n] = n < 25 ? (float) (5 * dice.nextGaussian() - 8) : Float.NaN;
      }
      own.add(items, given);
      for (Scorer.Scale scale : Scorer.Scale.values()) {
        Known model = new Known(scale, Set.of());
        model.row = scores;
        float[] row =
            own.score(new NewItems(model, new TextNeighbours(own::view), TURNS), SOMEBODY);
        float less = scale == Scorer.Scale.LOG_PROBABILITY ? 1 : 0;
        float share = scale == Scorer.Scale.PROBABILITY ? (float) Math.exp(-1) : 1;
        float[] known = Arrays.copyOf(scores, 25);
        Arrays.sort(known);
        for (int n = 25; n < 30; n++) {
          assertThat(row[n])
              .isBetween(share * known[0] - less - 1e-4f, share * known[24] - less + 1e-4f);
        }
      }
    } finally {
      delete(place);
    }
  }

  @Test
  @Timeout(120)
  void manyMayAskWhileItemsCome() throws InterruptedException {
    stock.add(200);
    Known model = new Known(Scorer.Scale.LOG_PROBABILITY, Stock.names(0, 150));
    NewItems scorer = new NewItems(model, new TextNeighbours(shelf::view), TURNS);
    AtomicBoolean ended = new AtomicBoolean();
    Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> askers = new ArrayList<>();
    for (int t = 0; t < 40; t++) {
      askers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (!ended.get()) {
                        float[] row = shelf.score(scorer, SOMEBODY);
                        assertThat(row).hasSizeGreaterThanOrEqualTo(200);
                        // what was there from the start always has an opinion
                        assertThat(Arrays.copyOf(row, 200)).doesNotContain(Float.NaN);
                        // 40 that never wait would keep Lucene's writer from being scheduled
                        Thread.sleep(1);
                      }
                    } catch (Throwable e) {
                      wrong.add(e);
                    }
                  }));
    }
    for (int n = 200; n < 260; n++) {
      stock.put(Stock.name(n));
    }
    ended.set(true);
    for (Thread asker : askers) {
      assertThat(asker.join(Duration.ofSeconds(60))).isTrue();
    }

    assertThat(wrong).isEmpty();
    float[] row = shelf.score(scorer, SOMEBODY);
    assertThat(row).hasSize(260).doesNotContain(Float.NaN);
    assertThat((double) row[259]).isCloseTo(stock.mixture(Stock.name(259), model), within(1e-4));
  }

  @Test
  @Timeout(120)
  void aLargeTableIsMadeBesideTheRequests() {
    stock.add(2_500); // 1,500 unknown ones, of which each is compared with all: 3.75 million
    Known model = new Known(Scorer.Scale.RELATIVE, Stock.names(0, 1_000));
    NewItems scorer = new NewItems(model, new TextNeighbours(shelf::view), TURNS);

    assertThat(opinions(hurried(scorer)))
        .as("the first request does not wait")
        .containsExactly(IntStream.range(0, 1_000).toArray());
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(hurried(scorer)).doesNotContain(Float.NaN));
    for (int n : new int[] {1_000, 1_777, 2_499}) {
      assertThat((double) hurried(scorer)[n])
          .isCloseTo(stock.mean(Stock.name(n), model), within(1e-4));
    }

    stock.put("one-more");
    float[] row = hurried(scorer);
    assertThat(row).as("one more is not a large number").doesNotContain(Float.NaN);
    assertThat((double) row[2_500]).isCloseTo(stock.mean("one-more", model), within(1e-4));
  }

  @Test
  void whoHasAllTheTimeWaitsForALargeTable() {
    stock.add(2_500);
    NewItems scorer =
        new NewItems(
            new Known(Scorer.Scale.RELATIVE, Stock.names(0, 1_000)),
            new TextNeighbours(shelf::view),
            TURNS);

    assertThat(shelf.score(scorer, SOMEBODY)).doesNotContain(Float.NaN);
  }

  private float[] hurried(NewItems scorer) {
    return shelf.score(scorer, SOMEBODY, Deadline.in(Duration.ofSeconds(1)));
  }

  private float[] score(Known model) {
    return shelf.score(new NewItems(model, new TextNeighbours(shelf::view), TURNS), SOMEBODY);
  }

  private static int[] opinions(float[] row) {
    return IntStream.range(0, row.length).filter(o -> !Float.isNaN(row[o])).toArray();
  }

  private static void delete(Path folder) throws java.io.IOException {
    try (java.util.stream.Stream<Path> files = java.nio.file.Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        java.nio.file.Files.delete(file);
      }
    }
  }
}
