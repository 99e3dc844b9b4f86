package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.inference.Turns;
import dev.drago.interaction.Interaction;
import dev.drago.scoring.ItemCounts;
import dev.drago.scoring.Scorer;
import dev.drago.scoring.TextNeighbours;
import dev.drago.scoring.linear.Publication;
import dev.drago.scoring.linear.TrainedFolder;
import dev.drago.store.Database;
import dev.drago.store.InteractionRepository;
import dev.drago.store.ItemRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of ten items and a short log, trained and served. */
class TrainingTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_000));

  @TempDir Path data;

  private final TrainingOptions options = new TrainingOptions();

  private void store(String... log) {
    try (Database database = Database.open(data.resolve("drago.db"))) {
      List<Item> items =
          IntStream.range(0, 10)
              .mapToObj(i -> new Item("" + i, "Item " + i, "", Map.of()))
              .toList();
      new ItemRepository(database).put(items, CatalogSchema.empty());
      for (String line : log) {
        List<String> words = List.of(line.split(" ", -1));
        new InteractionRepository(database)
            .append(
                words.stream()
                    .skip(1)
                    .map(item -> Interaction.of(words.getFirst(), item))
                    .toList());
      }
    }
  }

  private String train() {
    StringWriter said = new StringWriter();
    Training.run(where(), options, CLOCK, new PrintWriter(said));
    return said.toString();
  }

  private Publication published() {
    return Training.folder(data).current().orElseThrow();
  }

  private static List<String> ready(TrainedScorers scorers) {
    TextNeighbours none =
        new TextNeighbours(
            () -> {
              throw new AssertionError("nobody is asked here");
            });
    return scorers.scorers(new ItemCounts(new long[10]), none, new Turns(1)).stream()
        .filter(Scorer::isReady)
        .map(Scorer::name)
        .toList();
  }

  @Test
  void whatWasTrainedIsSaidWrittenAndServed() {
    store("ann 1 2 3", "bob 2 3 4", "eve 5");

    assertThat(train())
        .containsPattern("next-item +4 +4 +0 ")
        .containsPattern("ease +5 +5 +0 ")
        .contains("trained on 7 interactions of 3 users");
    assertThat(published().interactions()).isEqualTo(7);
    assertThat(published().trainedAt()).isEqualTo(CLOCK.instant());
    assertThat(published().popularity().halfLife()).isEqualTo(Duration.ofDays(90));
    try (Database database = Database.open(data.resolve("drago.db"))) {
      TrainedScorers scorers = new TrainedScorers(data, new ItemRepository(database));
      assertThat(ready(scorers)).containsExactly("popularity");
      assertThat(scorers.load()).isTrue();
      assertThat(ready(scorers)).containsExactly("next-item", "ease", "popularity");
      assertThat(scorers.load()).isFalse();
    }
  }

  @Test
  void anEmptyLogIsNothingToTrainAndNoFile() {
    store();

    assertThat(train()).contains("has no interactions: nothing to train");
    assertThat(Training.folder(data).current()).isEmpty();
  }

  @Test
  void aFolderWithoutAStoreIsNamedAndStaysAsItWas() {
    assertThatThrownBy(this::train).hasMessageContaining("there is no store in " + data);
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void twoTrainingsAtOnceAreOneTooMany() throws IOException {
    store("ann 1 2");
    try (TrainedFolder.Writer writer = Training.folder(data).writer().orElseThrow()) {
      assertThat(writer).isNotNull();
      assertThatThrownBy(this::train).hasMessageContaining("another training of");
    }
  }

  @Test
  void aDensePartThatIsAskedForIsGiven() {
    store("ann 1 2 3", "bob 2 3 4");
    options.linearItems = 2;
    train();

    assertThat(published().model("ease").orElseThrow().denseItems()).isEqualTo(2);
    options.linearItems = 32_001;
    assertThatThrownBy(options::check).hasMessage("--linear-items must be 1 to 32000, not 32001");
  }

  @Test
  void aDamagedFileTakesItsScorerAwayUntilTheNextTraining() throws IOException {
    store("ann 1 2 3", "bob 2 3 4");
    train();
    Path file =
        data.resolve("linear").resolve(published().model("ease").orElseThrow().file().name());
    Files.write(file, new byte[] {1, 2, 3});
    try (Database database = Database.open(data.resolve("drago.db"))) {
      TrainedScorers scorers = new TrainedScorers(data, new ItemRepository(database));
      scorers.load();
      assertThat(ready(scorers)).containsExactly("next-item", "popularity");

      train();
      assertThat(scorers.load()).isTrue();
      assertThat(ready(scorers)).containsExactly("next-item", "ease", "popularity");
    }
  }

  @Test
  void whatWasTrainedOnAnotherCatalogueIsNotServed() throws IOException {
    store("ann 1 2 3", "bob 2 3 4");
    train();
    Path other = data.resolve("other");
    try (Database database = Database.open(other.resolve("drago.db"))) {
      new ItemRepository(database)
          .put(List.of(new Item("x", "Another", "", Map.of())), CatalogSchema.empty());
      Files.createDirectories(other.resolve("linear"));
      for (String name :
          List.of("current.json", published().model("ease").orElseThrow().file().name())) {
        Files.copy(data.resolve("linear").resolve(name), other.resolve("linear").resolve(name));
      }
      TrainedScorers scorers = new TrainedScorers(other, new ItemRepository(database));
      scorers.load();

      assertThat(ready(scorers)).containsExactly("popularity");
      assertThat(scorers.current()).isEmpty();
    }
  }

  @Test
  void itemsThatCameLaterDoNotMakeItAnotherCatalogue() {
    store("ann 1 2 3", "bob 2 3 4");
    train();
    try (Database database = Database.open(data.resolve("drago.db"))) {
      ItemRepository items = new ItemRepository(database);
      items.put(List.of(new Item("new", "New", "", Map.of())), CatalogSchema.empty());
      items.delete(List.of("3"));
      TrainedScorers scorers = new TrainedScorers(data, items);
      scorers.load();

      assertThat(ready(scorers)).contains("next-item", "ease");
    }
  }

  @Test
  void theScheduleTrainsInAProcessOfItsOwnWhenThereIsSomethingNew() throws InterruptedException {
    store("ann 1 2 3", "bob 2 3 4");
    TrainingSchedule schedule =
        new TrainingSchedule(
            where(), Duration.ofMillis(10), options, () -> 6, () -> trainedInteractions());
    CountDownLatch stopped = new CountDownLatch(1);
    Thread running = Thread.ofPlatform().start(() -> schedule.keep(stopped));
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> trainedInteractions() == 6);
    stopped.countDown();
    running.join();

    assertThat(schedule.command()).contains("train", data.toString(), "PT2160H");
  }

  private StoreOptions where() {
    StoreOptions where = new StoreOptions();
    where.data = data;
    return where;
  }

  private long trainedInteractions() {
    return Training.folder(data).current().map(Publication::interactions).orElse(0L);
  }

  @Test
  void aScheduleThatIsStoppedEndsTheTrainingThatIsUnderWay() throws InterruptedException {
    store("ann 1 2 3");
    Set<Long> ofOtherTests = children();
    CountDownLatch stopped = new CountDownLatch(1);
    TrainingSchedule schedule =
        new TrainingSchedule(
            where(),
            Duration.ofMillis(1),
            options,
            () -> {
              stopped.countDown(); // between the decision to train and the training
              return 9;
            },
            () -> 0);
    Thread running = Thread.ofPlatform().start(() -> schedule.keep(stopped));

    assertThat(running.join(Duration.ofSeconds(10))).isTrue();
    assertThat(ofOtherTests).containsAll(children());
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}
