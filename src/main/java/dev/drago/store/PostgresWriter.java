package dev.drago.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes. It holds an advisory lock of the database, so that of two servers
 * one is told at once; and because the lock is that of the very connection that writes, who has
 * lost it cannot write any more.
 *
 * <p>A connection that was lost is made anew for the next write. Not safe for use by several
 * threads: {@link Database} has one writer at a time.
 */
final class PostgresWriter implements ConnectionFactory, AutoCloseable {

  /** "Drag"; the second half of the key is the schema, for a database may have several. */
  private static final String KEY = "1148346727, hashtext(current_schema())";

  /** For the connection of a server that was just killed to be noticed. */
  private static final String WAIT = "2s";

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int ANSWER_SECONDS = 3;

  private final DataSource source;
  private @Nullable Connection connection;
  private long used;

  PostgresWriter(DataSource source) {
    this.source = source;
  }

  @Override
  public Connection openConnection() throws SQLException {
    if (connection != null
        && System.nanoTime() - used > TRUSTED_NANOS
        && !connection.isValid(ANSWER_SECONDS)) {
      drop(connection);
    }
    Connection open = connection == null ? locked() : connection;
    connection = open;
    return open;
  }

  /** Stays open for the next write, unless it broke. */
  @Override
  public void closeConnection(Connection ended) throws SQLException {
    used = System.nanoTime();
    if (ended.isClosed()) {
      connection = null;
    }
  }

  private Connection locked() throws SQLException {
    Connection open = source.getConnection();
    try (Statement statement = open.createStatement()) {
      statement.execute("SET lock_timeout = '" + WAIT + "'");
      statement.execute("SELECT pg_advisory_lock(" + KEY + ")");
      statement.execute("RESET lock_timeout");
      return open;
    } catch (SQLException e) {
      open.close();
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw new SQLException(Dialect.IN_USE, e.getSQLState());
      }
      throw e;
    }
  }

  private void drop(Connection broken) {
    connection = null;
    try {
      broken.close();
    } catch (SQLException e) {
      // it was broken
    }
  }

  /** Unlocks first: a server that is told of the end by the socket alone may take its time. */
  @Override
  public void close() {
    Connection open = connection;
    if (open == null) {
      return;
    }
    try (Statement statement = open.createStatement()) {
      statement.execute("SELECT pg_advisory_unlock_all()");
    } catch (SQLException e) {
      // the connection is gone, and the lock with it
    } finally {
      drop(open);
    }
  }
}
