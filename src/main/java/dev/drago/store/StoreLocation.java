package dev.drago.store;

import java.nio.file.Path;
import java.util.Locale;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a store is: a SQLite file, or a database of a PostgreSQL server. */
public sealed interface StoreLocation {

  /** A SQLite file; it and its folder are made where they are missing. */
  record SqliteFile(Path path) implements StoreLocation {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** A database of a PostgreSQL server. Its text form shows no credentials. */
  final class PostgresDatabase implements StoreLocation {
    private final String url;
    private final String shown;

    private PostgresDatabase(String url, String shown) {
      this.url = url;
      this.shown = shown;
    }

    /** With what it was given, credentials included. */
    String url() {
      return url;
    }

    @Override
    public String toString() {
      return shown;
    }
  }

  static StoreLocation of(Path file) {
    return new SqliteFile(file);
  }

  /**
   * The database that a JDBC URL names, such as {@code
   * jdbc:postgresql://localhost:5432/drago?user=drago}.
   *
   * @throws IllegalArgumentException with a sentence, which does not repeat the URL, when it names
   *     none
   */
  static StoreLocation ofUrl(String url) {
    String start = "jdbc:postgresql:";
    if (!url.toLowerCase(Locale.ROOT).startsWith(start)) {
      throw new IllegalArgumentException(
          "the store's URL must begin with %s; without one the store is a file of --data"
              .formatted(start));
    }
    if (url.split("\\?", 2)[0].contains("@")) {
      throw new IllegalArgumentException(
          "the store's URL has a '@'; user and password are parameters: %s//HOST:PORT/DATABASE?user=…&password=…"
              .formatted(start));
    }
    PGSimpleDataSource parts = new PGSimpleDataSource();
    try {
      parts.setUrl(url);
    } catch (IllegalArgumentException e) { // whose message is the URL
      throw new IllegalArgumentException(
          "the store's URL cannot be read; it must be like %s//HOST:PORT/DATABASE"
              .formatted(start));
    }
    String server = String.join(",", parts.getServerNames()) + ":" + parts.getPortNumbers()[0];
    return new PostgresDatabase(
        url, "postgresql://%s/%s".formatted(server, parts.getDatabaseName()));
  }
}
