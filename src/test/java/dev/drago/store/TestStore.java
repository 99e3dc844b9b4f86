package dev.drago.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.opentest4j.TestAbortedException;

/** The databases that a store can be in, each of which every test of the store is run with. */
public enum TestStore {
  SQLITE {
    @Override
    public StoreLocation fresh(Path folder) {
      return StoreLocation.of(folder.resolve("new").resolve("drago.db"));
    }
  },
  POSTGRESQL {
    @Override
    public StoreLocation fresh(Path folder) {
      return StoreLocation.ofUrl(Server.newDatabase());
    }
  };

  /** A place where no store is yet. */
  public abstract StoreLocation fresh(Path folder);

  /** The URL of an empty database, as a person would give it. */
  public static String postgresqlUrl() {
    return Server.newDatabase();
  }

  /** One server for all tests of this JVM, started when the first asks for it. */
  static final class Server {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Supplier<EmbeddedPostgres> RUNNING = new Started();

    private Server() {}

    /** The URL of an empty database. */
    static String newDatabase() {
      EmbeddedPostgres server = RUNNING.get();
      String name = "drago_%d_%d".formatted(System.nanoTime(), DATABASES.incrementAndGet());
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return server.getJdbcUrl("postgres", name);
    }
  }

  /** Started once; where that fails, every test that asks is skipped and says why. */
  private static final class Started implements Supplier<EmbeddedPostgres> {

    private Optional<EmbeddedPostgres> server = Optional.empty();
    private Optional<Exception> failure = Optional.empty();

    @Override
    public synchronized EmbeddedPostgres get() {
      if (server.isEmpty() && failure.isEmpty()) {
        try {
          EmbeddedPostgres started = EmbeddedPostgres.start();
          server = Optional.of(started);
          Runtime.getRuntime().addShutdownHook(new Thread(() -> close(started)));
        } catch (IOException | IllegalStateException e) {
          failure = Optional.of(e);
        }
      }
      return server.orElseThrow(
          () ->
              new TestAbortedException(
                  "PostgreSQL cannot be started here: " + failure.orElseThrow(),
                  failure.orElseThrow()));
    }

    private static void close(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        System.err.println("PostgreSQL did not stop: " + e);
      }
    }
  }
}
