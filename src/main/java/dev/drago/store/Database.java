package dev.drago.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The store of one instance. Who may write it, one process at a time, migrates it to the newest
 * schema when it is opened; who reads it beside that one finds the schema as it is, or is told.
 *
 * <p>What a write returned from is durable. There is one writer at a time: writers queue on a lock
 * here, so a write need not fear another one. Readers never wait for a writer.
 */
public final class Database implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.drago.store");
  private static final int READERS = 8;

  private final StoreLocation location;
  private final Dialect dialect;
  private final boolean writable;
  private final HikariDataSource pool;
  private final Jdbi readers;
  private final Jdbi writers;
  private final ReentrantLock writer = new ReentrantLock(true);

  /** Whether deleted rows may still be on disk; guarded by {@code writer}. */
  private boolean toScrub;

  private Database(
      StoreLocation location, Dialect dialect, boolean writable, HikariDataSource pool) {
    this.location = location;
    this.dialect = dialect;
    this.writable = writable;
    this.pool = pool;
    this.readers = Jdbi.create(pool);
    this.writers = Jdbi.create(dialect.writers(pool));
  }

  /** Opens a SQLite file to write it, creating it and its folder where they are missing. */
  public static Database open(Path file) {
    return open(StoreLocation.of(file));
  }

  /**
   * Opens a store to write it, with its tables made where they are missing. It is this process's
   * alone until it is closed.
   *
   * @throws StoreException with a sentence when it cannot be, or another process has it
   */
  public static Database open(StoreLocation location) {
    Dialect dialect = Dialect.of(location);
    try {
      dialect.claim(); // first: the tables of one who is served are not to be changed
      migrations(dialect).migrate();
      return new Database(location, dialect, true, pool(dialect));
    } catch (SQLException
        | UncheckedIOException
        | FlywayException
        | PoolInitializationException e) {
      dialect.close();
      throw refused(location, dialect, e);
    }
  }

  /**
   * Opens a store to read it, beside who writes it.
   *
   * @throws StoreException with a sentence when it cannot be, or its tables are not ours
   */
  public static Database openToRead(StoreLocation location) {
    Dialect dialect = Dialect.of(location);
    try {
      Flyway migrations = migrations(dialect);
      if (migrations.info().applied().length == 0) {
        throw new StoreException(
            "the store %s is empty; drago import fills it".formatted(location));
      }
      migrations.validate();
      return new Database(location, dialect, false, pool(dialect));
    } catch (UncheckedIOException | FlywayException | PoolInitializationException e) {
      throw refused(location, dialect, e);
    }
  }

  private static Flyway migrations(Dialect dialect) {
    return Flyway.configure(Database.class.getClassLoader())
        .dataSource(dialect.source())
        .locations("classpath:db/migration/" + dialect.migrations())
        .ignoreMigrationPatterns(new String[0]) // a newer Drago's tables are not ours to write
        .load();
  }

  private static HikariDataSource pool(Dialect dialect) {
    HikariConfig hikari = new HikariConfig();
    hikari.setDataSource(dialect.source());
    hikari.setPoolName("drago-store");
    hikari.setMaximumPoolSize(READERS);
    hikari.setMinimumIdle(1);
    hikari.setConnectionTimeout(dialect.patience());
    return new HikariDataSource(hikari);
  }

  /**
   * Whether a PostgreSQL server lets us in, without making or changing anything.
   *
   * @return what answers, such as {@code PostgreSQL 17.5}
   * @throws StoreException with a sentence when it does not
   */
  public static String greet(StoreLocation.PostgresDatabase location) {
    Dialect dialect = new PostgresDialect(location);
    try (Connection connection = dialect.source().getConnection()) {
      DatabaseMetaData server = connection.getMetaData();
      return server.getDatabaseProductName() + " " + server.getDatabaseProductVersion();
    } catch (SQLException e) {
      throw refused(location, dialect, e);
    }
  }

  public StoreLocation location() {
    return location;
  }

  /**
   * Which store this is, wherever it lies: a number made with its tables. What is derived from
   * another store is not of this one.
   */
  public String identity() {
    return read(
        handle ->
            handle
                .createQuery("SELECT value FROM counter WHERE name = 'store'")
                .mapTo(Long.class)
                .map(Long::toHexString)
                .one());
  }

  /**
   * Writes the store as it is at one moment into a file that is not there yet; writes go on beside
   * it, also those of other processes.
   *
   * @throws StoreException when the file cannot be written, or the store is no file
   */
  public void copyTo(Path file) {
    switch (location) {
      case StoreLocation.SqliteFile sqlite ->
          read(handle -> handle.execute("VACUUM INTO ?", file.toString()));
      case StoreLocation.PostgresDatabase database ->
          throw new StoreException(
              "the store %s is a PostgreSQL database: pg_dump backs it up, and drago export writes what it holds as files"
                  .formatted(database));
    }
  }

  /** How many bytes it takes on disk. */
  public long bytes() {
    return read(handle -> handle.createQuery(dialect.size()).mapTo(Long.class).one());
  }

  <T> T read(Function<Handle, T> work) {
    try {
      return readers.withHandle(work::apply);
    } catch (JdbiException e) {
      throw new StoreException("the store could not be read: " + words(dialect, e), e);
    }
  }

  /** {@link #read} without a result, in a transaction: every statement sees the same moment. */
  void visit(Consumer<Handle> work) {
    read(
        handle -> {
          handle.useTransaction(TransactionIsolationLevel.SERIALIZABLE, work::accept);
          return Boolean.TRUE;
        });
  }

  /** Runs {@code work} in a transaction that is durable when this returns, or did not happen. */
  <T> T write(Function<Handle, T> work) {
    if (!writable) {
      throw new IllegalStateException("opened to be read");
    }
    writer.lock();
    try {
      T result = writers.inTransaction(work::apply);
      scrub();
      return result;
    } catch (JdbiException e) {
      throw new StoreException("the store could not be written: " + words(dialect, e), e);
    } finally {
      writer.unlock();
    }
  }

  /**
   * {@link #write}, after which nothing that was deleted is left on disk. While a long read is
   * under way that cannot be; then it is made up for by the writes after it, or by closing.
   */
  <T> T erase(Function<Handle, T> work) {
    writer.lock();
    try {
      toScrub = true;
      return write(work);
    } finally {
      writer.unlock();
    }
  }

  private void scrub() {
    if (toScrub) {
      try {
        toScrub = !writers.withHandle(dialect::scrub);
      } catch (JdbiException e) {
        LOG.log(Level.WARNING, "what was deleted is still on disk: " + words(dialect, e));
      }
    }
  }

  @Override
  public void close() {
    writer.lock();
    try {
      dialect.close();
      pool.close();
    } finally {
      writer.unlock();
    }
  }

  private static StoreException refused(StoreLocation location, Dialect dialect, Exception e) {
    return new StoreException(
        "the store %s could not be opened: %s".formatted(location, words(dialect, e)), e);
  }

  /** The innermost reason that the database itself gives; else the innermost of all. */
  private static String words(Dialect dialect, Throwable failure) {
    Throwable root = failure;
    Optional<SQLException> said =
        failure instanceof SQLException sql ? Optional.of(sql) : Optional.empty();
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
      said = root instanceof SQLException sql ? Optional.of(sql) : said;
    }
    if (said.isPresent()) {
      return dialect.words(said.get());
    }
    return switch (root) {
      case NoSuchFileException e -> firstLine(e) + " does not exist and cannot be made";
      case FileAlreadyExistsException e -> firstLine(e) + " is not a folder";
      case FlywayValidateException e -> "its tables are those of another version of Drago";
      case AccessDeniedException e -> firstLine(e) + " may not be written";
      default -> firstLine(root);
    };
  }

  static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
  }
}
