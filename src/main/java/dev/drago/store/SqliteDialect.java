package dev.drago.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A file with a write-ahead log and {@code synchronous=FULL}: what a write transaction returned
 * from is on disk. {@code secure_delete} overwrites what was deleted. Who writes it holds a lock on
 * a file beside it: SQLite's own locks end with each transaction.
 */
final class SqliteDialect implements Dialect {

  private static final int BUSY_MILLIS = 10_000;
  private static final int SCRUB_MILLIS = 500;
  private static final int PATIENCE_MILLIS = 30_000;

  private final Path file;
  private Optional<FileChannel> lock = Optional.empty();

  SqliteDialect(Path file) {
    this.file = file;
  }

  @Override
  public String size() {
    return "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
  }

  @Override
  public String migrations() {
    return "sqlite";
  }

  @Override
  public DataSource source() {
    unpackTo(file.toAbsolutePath().resolveSibling("native"));
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-16_000);
    config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  @Override
  public void claim() throws SQLException {
    Path beside = file.resolveSibling(file.getFileName() + ".lock");
    try {
      Files.createDirectories(beside.toAbsolutePath().getParent());
      FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw new SQLException(IN_USE);
      }
      lock = Optional.of(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) { // by this very process
      return false;
    }
  }

  /**
   * SQLite's library is unpacked beside the store, as llama.cpp's is: from a {@code /tmp} mounted
   * noexec, which is how containers and hardened servers have it, it could not be loaded.
   */
  private static void unpackTo(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.getProperties().putIfAbsent("org.sqlite.tmpdir", folder.toString());
  }

  @Override
  public int patience() {
    return PATIENCE_MILLIS;
  }

  @Override
  public ConnectionFactory writers(DataSource readers) {
    return readers::getConnection;
  }

  /** The log still has the pages as they were: it is taken into the file and cut to nothing. */
  @Override
  public boolean scrub(Handle handle) {
    handle.execute("PRAGMA busy_timeout = " + SCRUB_MILLIS);
    try {
      return handle
              .createQuery("PRAGMA wal_checkpoint(TRUNCATE)")
              .map((rs, context) -> rs.getInt(1))
              .one()
          == 0;
    } finally {
      handle.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
    }
  }

  @Override
  public String words(SQLException failure) {
    return Database.firstLine(failure);
  }

  @Override
  public void close() {
    // Its connections are those of the pool. The lock file stays: to delete it would be a race.
    try {
      if (lock.isPresent()) {
        lock.get().close();
        lock = Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
