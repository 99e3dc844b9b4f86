package dev.drago.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.interaction.Interaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening, durability and writers beside each other. */
@Timeout(60)
class DatabaseTest {

  @TempDir Path folder;

  @Test
  void whatWasWrittenIsThereAfterClosingAndOpening() {
    Path file = folder.resolve("drago.db");
    try (Database database = Database.open(file)) {
      new ItemRepository(database).put(List.of(OddItems.plain("a", "A")), CatalogSchema.empty());
      new InteractionRepository(database).append(List.of(Interaction.of("u", "a")));
    }
    try (Database database = Database.open(file)) {
      List<Change> changes = new ArrayList<>();
      new ItemRepository(database).changesAfter(-1, changes::add);
      assertThat(changes).containsExactly(new Change(0, "a", OddItems.plain("a", "A")));
      assertThat(new InteractionRepository(database).history("u", 9)).containsExactly(0);
    }
  }

  @Test
  @SuppressWarnings("try") // closed early, which is what is tested
  void ofTwoThatWriteTheSecondIsToldAndMayRead() {
    StoreLocation location = StoreLocation.of(folder.resolve("drago.db"));
    try (Database first = Database.open(location)) {
      new ItemRepository(first).put(List.of(OddItems.plain("a", "A")), CatalogSchema.empty());
      assertThatThrownBy(() -> Database.open(location))
          .isInstanceOf(StoreException.class)
          .hasMessageEndingWith("it is in use, by another Drago it seems");
      try (Database reader = Database.openToRead(location)) {
        assertThat(new ItemRepository(reader).version()).isEqualTo(1);
      }
      first.close();
      Database.open(location).close();
    }
  }

  @Test
  void whoReadsLeavesTheTablesOfAnOlderDragoAsTheyAre() throws SQLException {
    Path file = folder.resolve("drago.db");
    Database.open(file).close();
    int all = migrations(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DELETE FROM flyway_schema_history WHERE installed_rank ="
              + " (SELECT max(installed_rank) FROM flyway_schema_history)");
    }
    assertThatThrownBy(() -> Database.openToRead(StoreLocation.of(file)).close())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another version of Drago");
    assertThat(migrations(file)).isEqualTo(all - 1);
  }

  private static int migrations(Path file) {
    return Flyway.configure()
        .dataSource("jdbc:sqlite:" + file, null, null)
        .locations("classpath:db/migration/sqlite")
        .load()
        .info()
        .applied()
        .length;
  }

  @Test
  void whatAWriteReturnedFromIsInTheFilesOfAProcessThatDies() throws IOException {
    Path file = folder.resolve("drago.db");
    Path copy = Files.createDirectory(folder.resolve("after"));
    try (Database database = Database.open(file)) {
      ItemRepository items = new ItemRepository(database);
      for (int i = 0; i < 20; i++) {
        items.put(List.of(OddItems.plain("" + i, "A")), CatalogSchema.empty());
      }
      // As a process that is killed leaves them: nothing was closed or checkpointed.
      for (String end : List.of("", "-wal")) {
        Files.copy(folder.resolve("drago.db" + end), copy.resolve("drago.db" + end));
      }
    }
    try (Database database = Database.open(copy.resolve("drago.db"))) {
      assertThat(new ItemRepository(database).version()).isEqualTo(20);
    }
  }

  @Test
  void aWriteAheadLogCutAnywhereGivesAStoreUpToSomeWholeTransaction() throws IOException {
    Path file = folder.resolve("drago.db");
    byte[] main;
    byte[] log;
    try (Database database = Database.open(file)) {
      ItemRepository items = new ItemRepository(database);
      for (int i = 0; i < 5; i++) {
        items.put(
            List.of(OddItems.plain("x" + i, "A"), OddItems.plain("y" + i, "B")),
            CatalogSchema.empty());
      }
      main = Files.readAllBytes(file);
      log = Files.readAllBytes(folder.resolve("drago.db-wal"));
    }
    long last = -1;
    for (int tenth = 5; tenth <= 10; tenth++) {
      Path cut = Files.createDirectory(folder.resolve("cut" + tenth)).resolve("drago.db");
      Files.write(cut, main);
      int length = (int) ((long) log.length * tenth / 10);
      Files.write(cut.resolveSibling("drago.db-wal"), Arrays.copyOf(log, length));
      try (Database database = Database.open(cut)) {
        ItemRepository items = new ItemRepository(database);
        assertThat(items.countAfter(-1)).isEqualTo(2 * items.version());
        assertThat(items.version()).isGreaterThanOrEqualTo(last);
        last = items.version();
      }
    }
    assertThat(last).isEqualTo(5);
  }

  @Test
  void aStoreOfAnEarlierDragoIsTakenOverWithItsAttributesInTheirOrder() throws SQLException {
    Path file = folder.resolve("drago.db");
    Flyway.configure()
        .dataSource("jdbc:sqlite:" + file, "", "")
        .locations("classpath:db/migration/sqlite")
        .target("3")
        .load()
        .migrate();
    execute(file, "INSERT INTO attribute VALUES ('year', 'NUMBER'), ('artist', 'KEYWORD')");
    execute(file, "INSERT INTO person (id) VALUES ('ann')");
    try (Database database = Database.open(file)) {
      assertThat(new ItemRepository(database).schema().types().keySet())
          .containsExactly("year", "artist");
      assertThat(new UserRepository(database).find("ann")).isPresent();
      assertThat(database.identity()).isNotEmpty();
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedWithASentenceAndLeftAlone() throws IOException {
    byte[] garbage =
        "no database, but a letter to a friend. ".repeat(100).getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("letter.txt"), garbage);
    assertRefused(file, "not a database");
    assertThat(file).hasBinaryContent(garbage);
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefusedAndLeftAlone() throws SQLException {
    Path file = folder.resolve("other.db");
    execute(file, "CREATE TABLE theirs (x)");
    assertRefused(file, "other.db");
    execute(file, "INSERT INTO theirs VALUES (1)");
  }

  @Test
  void aDatabaseOfANewerDragoIsRefused() throws SQLException {
    Path file = folder.resolve("drago.db");
    Database.open(file).close();
    execute(
        file,
        "INSERT INTO flyway_schema_history SELECT 999, '999', 'future', type, 'V999__future.sql', 1,"
            + " installed_by, installed_on, 1, 1 FROM flyway_schema_history LIMIT 1");
    assertRefused(file, "another version of Drago");
  }

  @ParameterizedTest
  @ValueSource(strings = {"afile/drago.db", "afile/deeper/drago.db", "afolder"})
  void aPlaceWhereNoFileCanBeIsRefusedWithASentence(String place) throws IOException {
    Files.writeString(folder.resolve("afile"), "");
    Files.createDirectory(folder.resolve("afolder"));
    assertRefused(folder.resolve(place), " ");
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefusedWithASentence() {
    assertRefused(Path.of("/proc/drago/drago.db"), "/proc/drago");
  }

  @Test
  void aClosedStoreSaysSo() {
    Database database = Database.open(folder.resolve("drago.db"));
    database.close();
    assertThatThrownBy(() -> new ItemRepository(database).version())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void writersBesideEachOtherAllLandAndTakeConsecutiveNumbers() throws Exception {
    int writers = 8;
    int each = 15;
    try (Database database = Database.open(folder.resolve("drago.db"))) {
      ItemRepository items = new ItemRepository(database);
      List<Callable<List<Long>>> work = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        String name = "w" + w + "-";
        work.add(
            () -> {
              List<Long> versions = new ArrayList<>();
              for (int i = 0; i < each; i++) {
                versions.add(
                    items
                        .put(List.of(OddItems.plain(name + i, "A")), CatalogSchema.empty())
                        .version());
              }
              return versions;
            });
      }
      List<Long> all = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
        for (Future<List<Long>> result : threads.invokeAll(work)) {
          assertThat(result.get()).isSorted();
          all.addAll(result.get());
        }
      }
      assertThat(all).doesNotHaveDuplicates().hasSize(writers * each);
      assertThat(items.version()).isEqualTo((long) writers * each);
      List<Change> changes = new ArrayList<>();
      items.changesAfter(-1, changes::add);
      assertThat(changes).extracting(Change::ordinal).doesNotHaveDuplicates();
      assertThat(changes).extracting(Change::id).doesNotHaveDuplicates().hasSize(writers * each);
    }
  }

  @Test
  void whatIsErasedUnderALongReadIsOverwrittenByTheWriteAfterIt() throws Exception {
    Path file = folder.resolve("drago.db");
    String user = "user-who-goes-away";
    try (Database database = Database.open(file)) {
      ItemRepository items = new ItemRepository(database);
      items.put(List.of(OddItems.plain("a", "A")), CatalogSchema.empty());
      new InteractionRepository(database).append(List.of(Interaction.of(user, "a")));
      database.visit(
          handle -> {
            handle.createQuery("SELECT COUNT(*) FROM person").mapTo(Long.class).one();
            try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
              assertThat(threads.submit(() -> new UserRepository(database).erase(user)))
                  .succeedsWithin(Duration.ofSeconds(20));
            }
          });
      assertThat(new UserRepository(database).find(user)).isEmpty();
      assertThat(isIn(file, user)).as("the read still needed it").isTrue();
      items.put(List.of(OddItems.plain("b", "B")), CatalogSchema.empty());
      assertThat(isIn(file, user)).isFalse();
    }
  }

  private static boolean isIn(Path file, String text) throws IOException {
    boolean found = false;
    for (String end : List.of("", "-wal")) {
      Path part = file.resolveSibling(file.getFileName() + end);
      found |= Files.readString(part, StandardCharsets.ISO_8859_1).contains(text);
    }
    return found;
  }

  @Test
  void readersDoNotWaitForAWriter() {
    try (Database database = Database.open(folder.resolve("drago.db"))) {
      ItemRepository items = new ItemRepository(database);
      items.put(List.of(OddItems.plain("a", "A")), CatalogSchema.empty());
      database.write(
          handle -> {
            handle.execute("UPDATE counter SET value = 7");
            try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
              Future<Long> seen = threads.submit(items::version);
              assertThat(seen)
                  .succeedsWithin(Duration.ofSeconds(5))
                  .as("the last transaction, not the one under way")
                  .isEqualTo(1L);
            }
            return 0;
          });
      assertThat(items.version()).isEqualTo(7);
    }
  }

  private static void assertRefused(Path file, String mentioned) {
    assertThatThrownBy(() -> Database.open(file).close())
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("the store %s could not be opened: ".formatted(file))
        .hasMessageContaining(mentioned)
        .message()
        .as("a reason in words")
        .matches("(?s).*could not be opened: .*[a-z]+ [a-z]+.*")
        .doesNotContain("\n", "null");
  }

  private static void execute(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
