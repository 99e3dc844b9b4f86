package dev.drago.store;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;

/**
 * Where the databases differ: how one is opened, whose connection writes, and what is left of a
 * deleted row. Their tables differ in {@code db/migration}; the statements of the repositories are
 * the same.
 */
sealed interface Dialect extends AutoCloseable permits SqliteDialect, PostgresDialect {

  /** What who comes second is told. */
  String IN_USE = "it is in use, by another Drago it seems";

  static Dialect of(StoreLocation location) {
    return switch (location) {
      case StoreLocation.SqliteFile(var file) -> new SqliteDialect(file);
      case StoreLocation.PostgresDatabase database -> new PostgresDialect(database);
    };
  }

  /** The folder of its migrations in {@code db/migration}. */
  String migrations();

  /** Connections, without a pool. */
  DataSource source();

  /**
   * Takes the right to write; {@link #close} gives it back.
   *
   * @throws SQLException also when another process has it
   */
  void claim() throws SQLException;

  /** How long a reader waits for a connection, in milliseconds. */
  int patience();

  /** Whose connections write; {@code readers} is the pool. Used by one writer at a time. */
  ConnectionFactory writers(DataSource readers);

  /** A query for how many bytes the database takes. */
  String size();

  /**
   * Overwrites what deleted rows left on disk, as far as that is in the hands of a client.
   *
   * @return whether it is done; else a reader is in the way, and it is to be asked for again
   */
  boolean scrub(Handle handle);

  /** A failure in a sentence's words. */
  String words(SQLException failure);

  /** Gives back what writing took. */
  @Override
  void close();
}
