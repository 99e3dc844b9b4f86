package dev.drago.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The SQLite file of one instance, migrated to the newest schema when it is opened.
 *
 * <p>Write-ahead log with {@code synchronous=FULL}: what a write transaction returned from is on
 * disk. SQLite has one writer; writers queue on a lock here rather than on SQLite's busy handler,
 * which sleeps. Readers never wait.
 */
public final class Database implements AutoCloseable {

  private static final int READERS = 8;
  private static final int BUSY_MILLIS = 10_000;

  private final Path file;
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final ReentrantLock writer = new ReentrantLock(true);

  private Database(Path file, HikariDataSource pool) {
    this.file = file;
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /** Opens {@code file}, creating it and its folder where they are missing. */
  public static Database open(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-16_000);
    config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    HikariConfig hikari = new HikariConfig();
    hikari.setDataSource(source);
    hikari.setPoolName("drago-store");
    hikari.setMaximumPoolSize(READERS);
    hikari.setMinimumIdle(1);
    HikariDataSource pool = null;
    try {
      unpackTo(file.toAbsolutePath().resolveSibling("native"));
      pool = new HikariDataSource(hikari);
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(pool)
          .locations("classpath:db/migration")
          .ignoreMigrationPatterns(new String[0]) // a newer Drago's file is not ours to write
          .load()
          .migrate();
      return new Database(file, pool);
    } catch (IOException
        | FlywayException
        | com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
      if (pool != null) {
        pool.close();
      }
      throw new StoreException(
          "the store %s could not be opened: %s".formatted(file, rootMessage(e)), e);
    }
  }

  /**
   * SQLite's library is unpacked beside the store, as llama.cpp's is: from a {@code /tmp} mounted
   * noexec, which is how containers and hardened servers have it, it could not be loaded.
   */
  private static void unpackTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    System.getProperties().putIfAbsent("org.sqlite.tmpdir", folder.toString());
  }

  public Path file() {
    return file;
  }

  <T> T read(Function<Handle, T> work) {
    try {
      return jdbi.withHandle(work::apply);
    } catch (JdbiException e) {
      throw new StoreException("the store could not be read: " + rootMessage(e), e);
    }
  }

  /** {@link #read} without a result, in a transaction: every statement sees the same moment. */
  void visit(Consumer<Handle> work) {
    read(
        handle -> {
          handle.useTransaction(work::accept);
          return Boolean.TRUE;
        });
  }

  /** Runs {@code work} in a transaction that is on disk when this returns, or did not happen. */
  <T> T write(Function<Handle, T> work) {
    writer.lock();
    try {
      return jdbi.inTransaction(work::apply);
    } catch (JdbiException e) {
      throw new StoreException("the store could not be written: " + rootMessage(e), e);
    } finally {
      writer.unlock();
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("").strip();
    return switch (root) {
      case NoSuchFileException e -> message + " does not exist and cannot be made";
      case FileAlreadyExistsException e -> message + " is not a folder";
      case FlywayValidateException e -> "its tables are those of another version of Drago";
      case AccessDeniedException e -> message + " may not be written";
      default -> message;
    };
  }
}
