package dev.drago.store;

import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** A store as a whole: read at one moment, or filled in one transaction. Memory does not grow. */
public final class WholeStore {

  private final Database database;

  public WholeStore(Database database) {
    this.database = database;
  }

  /** Whether nothing was ever put in. */
  public boolean isEmpty() {
    return database.read(
        handle ->
            size(handle) == 0
                && handle.createQuery("SELECT COUNT(*) FROM document").mapTo(Long.class).one()
                    == 0);
  }

  /** How many items, users, interactions, documents and sessions {@link #read} gives. */
  public long size() {
    return database.read(WholeStore::size);
  }

  private static long size(Handle handle) {
    return handle
        .createQuery(
            "SELECT (SELECT COUNT(*) FROM item) + (SELECT COUNT(*) FROM person)"
                + " + (SELECT COUNT(*) FROM interaction) + (SELECT COUNT(*) FROM session)"
                + " + (SELECT COUNT(*) FROM document WHERE body IS NOT NULL)")
        .mapTo(Long.class)
        .one();
  }

  /** Gives everything as it is at one moment; writes go on beside it. */
  public void read(StoreContents contents) {
    database.visit(
        handle -> {
          contents.schema(ItemRepository.readSchema(handle));
          handle
              .createQuery("SELECT id, body FROM item ORDER BY ordinal")
              .map((rs, context) -> new Row(rs.getString(1), Optional.ofNullable(rs.getString(2))))
              .useStream(rows -> rows.forEach(row -> contents.item(row.id(), row.body())));
          handle
              .createQuery("SELECT id, preferences FROM person ORDER BY number")
              .map((rs, context) -> new Row(rs.getString(1), Optional.ofNullable(rs.getString(2))))
              .useStream(rows -> rows.forEach(row -> contents.user(row.id(), row.body())));
          handle
              .createQuery(
                  "SELECT i.*, p.id AS person_id, t.id AS item_id FROM interaction i"
                      + " JOIN person p ON p.number = i.person"
                      + " JOIN item t ON t.ordinal = i.item ORDER BY i.arrival")
              .map(InteractionRepository.STORED)
              .useStream(rows -> rows.forEach(row -> contents.interaction(row.interaction())));
          handle
              .createQuery(
                  "SELECT id, body, item FROM document WHERE body IS NOT NULL ORDER BY change")
              .map(
                  (rs, context) ->
                      new DocumentRow(
                          rs.getString(1), Optional.ofNullable(rs.getString(3)), rs.getString(2)))
              .useStream(
                  rows -> rows.forEach(row -> contents.document(row.id(), row.item(), row.body())));
          handle
              .createQuery("SELECT * FROM session ORDER BY id")
              .map(SessionRepository.STORED)
              .useStream(rows -> rows.forEach(contents::session));
        });
  }

  private record Row(String id, Optional<String> body) {}

  private record DocumentRow(String id, Optional<String> item, String body) {}

  /**
   * Fills an empty store; on disk when this returns. Where {@code source} throws, nothing is in it.
   *
   * @param source gives everything in the order that {@link StoreContents} says
   * @throws IllegalArgumentException when the store is not empty
   */
  public void fill(Consumer<StoreContents> source) {
    database.write(
        handle -> {
          if (size(handle) > 0) {
            throw new IllegalArgumentException(
                "the store %s is not empty".formatted(database.location()));
          }
          try (FillingTransaction filling = new FillingTransaction(handle)) {
            source.accept(filling);
            filling.finish();
          }
          return Boolean.TRUE;
        });
  }
}
