package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.interaction.Interaction;
import dev.drago.store.Database;
import dev.drago.store.InteractionRepository;
import dev.drago.store.ItemRepository;
import dev.drago.store.StoreLocation;
import dev.drago.store.TestStore;
import dev.drago.store.WholeStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code drago backup}, {@code drago export} and {@code drago import} of an export. */
@Timeout(120)
class BackupTest {

  private static final String[] NO_MODELS = {
    "--embedder", "none", "--sequence-model", "none", "--chat-model", "none"
  };

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... command) {
    CommandLine line = Drago.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(command);
  }

  private int runWithoutModels(String... command) {
    return run(Stream.of(command, NO_MODELS).flatMap(Arrays::stream).toArray(String[]::new));
  }

  private Path data(String name) {
    return folder.resolve(name);
  }

  private static void put(StoreLocation location, int interactions) {
    try (Database database = Database.open(location)) {
      List<Item> items =
          IntStream.range(0, 20)
              .mapToObj(i -> new Item("i" + i, "Item " + i, "", Map.of()))
              .toList();
      new ItemRepository(database).put(items, CatalogSchema.empty());
      InteractionRepository log = new InteractionRepository(database);
      for (int i = 0; i < interactions; i++) {
        log.append(List.of(Interaction.of("u" + i % 7, "i" + i % 20)));
      }
    }
  }

  private static long interactions(Path data) {
    try (Database database = Database.open(data.resolve("drago.db"))) {
      return new InteractionRepository(database).size().interactions();
    }
  }

  @Test
  void aBackupHasAllThatWasAcknowledgedBeforeItBegan() throws Exception {
    Path data = data("live");
    put(StoreLocation.of(data.resolve("drago.db")), 50);
    AtomicInteger acknowledged = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    try (Database live = Database.open(data.resolve("drago.db"))) {
      InteractionRepository log = new InteractionRepository(live);
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!stop.get()) {
                      log.append(List.of(Interaction.of("w", "i" + acknowledged.get() % 20)));
                      acknowledged.incrementAndGet();
                    }
                  });
      List<Integer> before = new ArrayList<>();
      for (int n = 0; n < 3; n++) {
        int least = n == 0 ? 1 : before.getLast() + 1;
        while (acknowledged.get() < least) {
          Thread.onSpinWait();
        }
        before.add(acknowledged.get());
        assertThat(run("backup", data("copy" + n).toString(), "--data", data.toString()))
            .as(err.toString())
            .isZero();
      }
      stop.set(true);
      writer.join();
      for (int n = 0; n < 3; n++) {
        assertThat(interactions(data("copy" + n)))
            .isBetween(50L + before.get(n), 50L + acknowledged.get());
      }
    }
  }

  @Test
  void aBackupOpensWithWhatWasTrainedAndWhatWasTuned() throws IOException {
    Path data = data("live");
    put(StoreLocation.of(data.resolve("drago.db")), 100);
    StoreOptions where = new StoreOptions();
    where.data = data;
    Training.run(where, new TrainingOptions(), InstantSource.system(), new PrintWriter(out));
    Path copy = data("copy");
    assertThat(run("backup", copy.toString(), "--data", data.toString()))
        .as(err.toString())
        .isZero();

    InstanceOptions options = new InstanceOptions();
    options.data = copy;
    options.embedder = Optional.of("none");
    options.sequenceModel = Optional.of("none");
    options.chatModel = Optional.of("none");
    try (Instance opened = Instance.open(options)) {
      opened.catalog().catchUp(done -> {});
      assertThat(opened.trained().current()).isPresent();
      assertThat(opened.catalog().behind()).isZero();
      assertThat(opened.recommender().strategies()).contains("next-item", "ease");
    }
    assertThat(run("backup", copy.toString(), "--data", data.toString())).isNotZero();
    assertThat(err.toString()).contains("the folder %s is not empty".formatted(copy));
    assertThat(run("backup", data("x").toString(), "--data", data("none").toString())).isNotZero();
    assertThat(err.toString()).contains("there is no store in " + data("none"));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("live", "copy");
    }
  }

  @Test
  void theStoreIsThatOfTheVariableWhereNoneIsNamedAndTheDoctorLooksAtIt() {
    CommandLine line = new CommandLine(new TrainCommand());
    line.parseArgs("--data", data("x").toString());
    TrainCommand train = line.getCommand();
    assertThat(train.store.location())
        .isEqualTo(
            Optional.ofNullable(System.getenv(StoreOptions.VARIABLE))
                .map(StoreLocation::ofUrl)
                .orElse(StoreLocation.of(data("x").resolve("drago.db"))));
    String url = TestStore.postgresqlUrl();
    assertThat(runWithoutModels("doctor", "--data", data("x").toString(), "--store", url)).isZero();
    assertThat(out.toString()).contains("PostgreSQL 17").doesNotContain("user=");
    String away = "jdbc:postgresql://localhost:1/drago?password=secret";
    assertThat(runWithoutModels("doctor", "--data", data("x").toString(), "--store", away))
        .isNotZero();
    assertThat(out.toString())
        .contains("no PostgreSQL server answers there")
        .doesNotContain("secret");
  }

  @Test
  void aPostgresqlStoreIsLeftToPgDump() {
    Path data = data("pg");
    String url = TestStore.postgresqlUrl();
    put(StoreLocation.ofUrl(url), 1);
    assertThat(run("backup", data("copy").toString(), "--data", data.toString(), "--store", url))
        .isNotZero();
    assertThat(err.toString()).contains("pg_dump").doesNotContain(url).doesNotContain("\tat ");
    assertThat(data("copy")).doesNotExist();
  }

  @Test
  void anExportIsImportedIntoAnEmptyInstanceOfTheOtherDatabaseAndBack() {
    put(StoreLocation.of(data("first").resolve("drago.db")), 100);
    String url = TestStore.postgresqlUrl();
    String export = data("export").toString();
    assertThat(runWithoutModels("export", export, "--data", data("first").toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("interactions.jsonl: 100 lines");
    assertThat(
            runWithoutModels("import", export, "--data", data("second").toString(), "--store", url))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("20 items, 100 interactions of 7 users");
    assertThat(
            runWithoutModels("import", export, "--data", data("second").toString(), "--store", url))
        .isNotZero();
    assertThat(err.toString())
        .contains("which only an empty instance can take in")
        .doesNotContain(url);
    assertThat(
            runWithoutModels(
                "export", export + "2", "--data", data("second").toString(), "--store", url))
        .isZero();
    assertThat(data("export2").resolve("interactions.jsonl"))
        .hasSameTextualContentAs(data("export").resolve("interactions.jsonl"));
    assertThat(data("export2").resolve("manifest.json"))
        .hasSameTextualContentAs(data("export").resolve("manifest.json"));
    try (Database database = Database.open(StoreLocation.ofUrl(url))) {
      assertThat(new WholeStore(database).isEmpty()).isFalse();
    }
  }
}
