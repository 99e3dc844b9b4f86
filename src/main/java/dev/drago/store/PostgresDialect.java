package dev.drago.store;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** A database of a PostgreSQL server. Durable as the server is configured to be. */
final class PostgresDialect implements Dialect {

  /** Of a large read so many rows at a time are in memory. */
  private static final int ROWS_FETCHED = 1_000;

  private static final int PATIENCE_MILLIS = 3_000;

  /**
   * A server that says nothing for so long is given up; the URL may say otherwise. One that
   * computes says nothing either, hence minutes.
   */
  private static final int SILENCE_SECONDS = 300;

  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private final PostgresWriter writer = new PostgresWriter(source);

  PostgresDialect(StoreLocation.PostgresDatabase database) {
    source.setUrl(database.url());
    source.setDefaultRowFetchSize(ROWS_FETCHED);
    source.setTcpKeepAlive(true);
    if (!database.url().contains("socketTimeout=")) {
      source.setSocketTimeout(SILENCE_SECONDS); // or whoever asks one that hangs waits for ever
    }
    source.setApplicationName("drago");
  }

  @Override
  public String size() {
    return "SELECT pg_database_size(current_database())";
  }

  @Override
  public String migrations() {
    return "postgresql";
  }

  @Override
  public DataSource source() {
    return source;
  }

  @Override
  public void claim() throws SQLException {
    writer.closeConnection(writer.openConnection());
  }

  @Override
  public int patience() {
    return PATIENCE_MILLIS;
  }

  @Override
  public ConnectionFactory writers(DataSource readers) {
    return writer;
  }

  /** Its vacuum does so when it comes to it; its files are not ours. */
  @Override
  public boolean scrub(Handle handle) {
    return true;
  }

  @Override
  public String words(SQLException failure) {
    if (failure instanceof PSQLException refused) {
      @Nullable ServerErrorMessage said = refused.getServerErrorMessage();
      if (said != null) {
        return Optional.ofNullable(said.getMessage()).orElse("");
      }
    }
    if (failure.getCause() instanceof UnknownHostException unknown) {
      return "the host %s is not known".formatted(unknown.getMessage());
    }
    if (failure.getCause() instanceof SocketTimeoutException) {
      return "the PostgreSQL server does not answer";
    }
    if (PSQLState.CONNECTION_UNABLE_TO_CONNECT.getState().equals(failure.getSQLState())) {
      return "no PostgreSQL server answers there";
    }
    return Database.firstLine(failure);
  }

  @Override
  public void close() {
    writer.close();
  }
}
