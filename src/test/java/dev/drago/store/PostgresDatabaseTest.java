package dev.drago.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.CatalogSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server of its own can do to a store: be away, be somebody else's, be in use. */
@Timeout(120)
class PostgresDatabaseTest {

  private static final String SECRET = "hunter2-secret";

  private final String url = TestStore.Server.newDatabase();

  @TempDir Path folder;

  @Test
  void aServerThatGoesAwayIsASentenceAndItsReturnMendsThat() throws IOException {
    Path files = folder.resolve("postgres");
    EmbeddedPostgres first =
        EmbeddedPostgres.builder().setDataDirectory(files).setCleanDataDirectory(false).start();
    int port = first.getPort();
    try (Database database =
        Database.open(StoreLocation.ofUrl(first.getJdbcUrl("postgres", "postgres")))) {
      ItemRepository items = new ItemRepository(database);
      put(items, "a");
      first.close();
      assertThatThrownBy(items::version)
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("the store could not be read: ");
      assertThatThrownBy(() -> put(items, "b"))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("the store could not be written: ");
      try (EmbeddedPostgres second =
          EmbeddedPostgres.builder()
              .setDataDirectory(files)
              .setCleanDataDirectory(false)
              .setPort(port)
              .start()) {
        assertThat(second.getPort()).isEqualTo(port);
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptionsInstanceOf(StoreException.class)
            .until(() -> items.version() == 1);
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptionsInstanceOf(StoreException.class)
            .until(() -> put(items, "c") == 2);
      }
    }
  }

  @Test
  @SuppressWarnings("try") // closed early, which is what is tested
  void ofTwoThatWriteTheSecondIsToldAndMayRead() {
    StoreLocation location = StoreLocation.ofUrl(url);
    try (Database first = Database.open(location)) {
      put(new ItemRepository(first), "a");
      assertThatThrownBy(() -> Database.open(location))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "the store %s could not be opened: it is in use, by another Drago it seems"
                  .formatted(location));
      try (Database reader = Database.openToRead(location)) {
        assertThat(new ItemRepository(reader).version()).isEqualTo(1);
      }
      first.close();
      try (Database second = Database.open(location)) {
        put(new ItemRepository(second), "b");
      }
    }
  }

  @Test
  @SuppressWarnings("try") // closed early, which is what is tested
  void whoLostTheLockCannotWriteWhileAnotherHasIt() throws SQLException {
    StoreLocation location = StoreLocation.ofUrl(url);
    try (Database first = Database.open(location)) {
      ItemRepository items = new ItemRepository(first);
      put(items, "a");
      execute(
          url,
          "SELECT pg_terminate_backend(l.pid) FROM pg_locks l"
              + " JOIN pg_database d ON d.oid = l.database"
              + " WHERE l.locktype = 'advisory' AND d.datname = current_database()");
      try (Database second = Database.open(location)) {
        for (int attempt = 0; attempt < 3; attempt++) {
          assertThatThrownBy(() -> put(items, "b")).isInstanceOf(StoreException.class);
        }
        assertThat(new ItemRepository(second).version()).isEqualTo(1);
      }
      put(items, "b");
      assertThat(items.version()).isEqualTo(2);
    }
  }

  @Test
  void aDatabaseOfAnotherProgramOrOfANewerDragoIsRefused() throws SQLException {
    execute(url, "CREATE TABLE theirs (x INTEGER)");
    assertRefused(url, "non-empty");
    execute(url, "DROP TABLE theirs");
    Database.open(StoreLocation.ofUrl(url)).close();
    execute(
        url,
        "INSERT INTO flyway_schema_history SELECT 999, '999', 'future', type, 'V999__future.sql', 1,"
            + " installed_by, installed_on, 1, true FROM flyway_schema_history LIMIT 1");
    assertRefused(url, "another version of Drago");
  }

  @Test
  void aWrongPasswordAndAnAbsentDatabaseAreSentences() throws IOException, SQLException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String address = server.getJdbcUrl("postgres", "postgres");
      assertRefused(address.replace("/postgres?", "/nowhere?"), "\"nowhere\" does not exist");
      Path rules;
      try (Connection connection = DriverManager.getConnection(address);
          Statement statement = connection.createStatement();
          var rows = statement.executeQuery("SHOW hba_file")) {
        rows.next();
        rules = Path.of(rows.getString(1));
      }
      Files.writeString(rules, "host all all all scram-sha-256\n");
      try (Connection connection = DriverManager.getConnection(address);
          Statement statement = connection.createStatement()) {
        statement.execute("ALTER USER postgres PASSWORD 'right'");
        statement.execute("SELECT pg_reload_conf()");
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertRefused(address + "&password=" + SECRET, "password authentication failed"));
      Database.open(StoreLocation.ofUrl(address + "&password=right")).close();
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsRefusedInASentence() {
    assertRefused(
        "jdbc:postgresql://localhost:1/drago?user=u&password=" + SECRET,
        "no PostgreSQL server answers there");
    assertRefused(
        "jdbc:postgresql://no-such-host.invalid/drago?user=u&password=" + SECRET,
        "the host no-such-host.invalid is not known");
  }

  /** Its system takes connections, but nobody is at home: what a server that hangs looks like. */
  @Test
  void aServerThatHangsIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertRefused(
          "jdbc:postgresql://localhost:%d/drago?user=u&socketTimeout=1&password=%s"
              .formatted(silent.getLocalPort(), SECRET),
          "the PostgreSQL server does not answer");
    }
  }

  /** One that falls silent over a statement is given up, too; the next is asked of it again. */
  @Test
  void aServerThatStopsInTheMiddleIsGivenUpAndAskedAgain() {
    try (Database database = Database.open(StoreLocation.ofUrl(url + "&socketTimeout=5"))) {
      assertThatThrownBy(
              () ->
                  database.read(
                      handle -> handle.createQuery("SELECT pg_sleep(60)").mapToMap().one()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("the PostgreSQL server does not answer");
      assertThat(database.identity()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "drago",
        "jdbc:mysql://localhost/drago?password=" + SECRET,
        "postgresql://u:" + SECRET + "@localhost/drago",
        "jdbc:postgresql://u:" + SECRET + "@localhost/drago",
        "jdbc:postgresql://localhost:port/drago?password=" + SECRET
      })
  void aUrlThatNamesNoDatabaseIsRefusedWithoutRepeatingIt(String bad) {
    assertThatThrownBy(() -> StoreLocation.ofUrl(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:postgresql:")
        .hasNoCause()
        .message()
        .doesNotContain(SECRET);
  }

  @Test
  void whatIsShownOfALocationHoldsNoCredentials() {
    assertThat(StoreLocation.ofUrl("jdbc:postgresql://db:5433/shop?user=ann&password=" + SECRET))
        .hasToString("postgresql://db:5433/shop");
  }

  @Test
  void aLongReadIsNotHeldInMemory() {
    try (Database database = Database.open(StoreLocation.ofUrl(url))) {
      database.visit(
          handle -> {
            long[] rows = {0};
            handle
                .createQuery("SELECT repeat('x', 1000) FROM generate_series(1, 2000000)")
                .mapTo(String.class)
                .useStream(stream -> stream.forEach(row -> rows[0]++));
            assertThat(rows[0]).as("2 GB in a heap of 1").isEqualTo(2_000_000);
          });
    }
  }

  private static long put(ItemRepository items, String id) {
    return items.put(List.of(OddItems.plain(id, id)), CatalogSchema.empty()).version();
  }

  private static void assertRefused(String url, String mentioned) {
    assertThatThrownBy(() -> Database.open(StoreLocation.ofUrl(url)).close())
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("the store postgresql://")
        .hasMessageContaining(mentioned)
        .message()
        .doesNotContain("\n", "null", SECRET);
  }

  private static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
