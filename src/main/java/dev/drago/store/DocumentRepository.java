package dev.drago.store;

import dev.drago.catalog.StrictJson;
import dev.drago.document.Document;
import dev.drago.document.DocumentJson;
import dev.drago.store.ItemRepository.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Documents, and the change numbers that the passage index follows. Each write of a document has a
 * number of its own, so what is derived can follow one document at a time.
 */
public final class DocumentRepository {

  /**
   * The result of a write.
   *
   * @param change the number of this write, or of the last one of that document when nothing
   *     changed
   */
  public record Written(long change, Outcome outcome) {}

  /**
   * What a document is since a change.
   *
   * @param document empty when it is gone
   */
  public record Change(long number, String id, Optional<Document> document) {}

  /** A document and its place in the order in which they first came, a cursor for paging. */
  public record Listed(long number, Document document) {}

  private record Row(long change, @Nullable String body) {}

  private final Database database;

  public DocumentRepository(Database database) {
    this.database = database;
  }

  /** Creates or replaces a document; one equal to what is stored is left alone. */
  public Written put(Document document) {
    String body = DocumentJson.write(document).toString();
    return database.write(
        handle -> {
          Optional<Row> existing = find(handle, document.id());
          if (existing.isPresent() && body.equals(existing.get().body())) {
            return new Written(existing.get().change(), Outcome.UNCHANGED);
          }
          long change = nextChange(handle);
          handle
              .createUpdate(
                  "INSERT INTO document (id, item, body, change) VALUES (:id, :item, :body, :change)"
                      + " ON CONFLICT (id) DO UPDATE"
                      + " SET item = :item, body = :body, change = :change")
              .bind("id", document.id())
              .bind("item", document.itemId().orElse(null))
              .bind("body", body)
              .bind("change", change)
              .execute();
          boolean alive = existing.map(Row::body).isPresent();
          return new Written(change, alive ? Outcome.CHANGED : Outcome.CREATED);
        });
  }

  public Written delete(String id) {
    return database.write(
        handle -> {
          Optional<Row> row = find(handle, id);
          if (row.map(Row::body).isEmpty()) {
            return new Written(row.map(Row::change).orElse(0L), Outcome.ABSENT);
          }
          long change = nextChange(handle);
          handle.execute(
              "UPDATE document SET item = NULL, body = NULL, change = ? WHERE id = ?", change, id);
          return new Written(change, Outcome.DELETED);
        });
  }

  public Optional<Document> find(String id) {
    return database.read(handle -> find(handle, id)).map(Row::body).map(DocumentRepository::parse);
  }

  /** The number of the last change of a document; empty where it never was. */
  public Optional<Long> changeOf(String id) {
    return database.read(handle -> find(handle, id)).map(Row::change);
  }

  /** The number of the last change of all. */
  public long version() {
    return database.read(DocumentRepository::currentVersion);
  }

  /** The change after {@code number}, as far as nothing later has made up for it. */
  public Optional<Change> next(long number) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT change, id, body FROM document WHERE change > :n"
                        + " ORDER BY change LIMIT 1")
                .bind("n", number)
                .map(
                    (rs, context) ->
                        new Change(
                            rs.getLong(1),
                            rs.getString(2),
                            Optional.ofNullable(rs.getString(3)).map(DocumentRepository::parse)))
                .findOne());
  }

  /** How many changes {@link #next} would give. */
  public long countAfter(long number) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT COUNT(*) FROM document WHERE change > :n")
                .bind("n", number)
                .mapTo(Long.class)
                .one());
  }

  /**
   * The documents about an item, oldest change first, as far as they are asked for: each is read
   * from the store when {@code reader} comes to it.
   */
  public <T> T about(String itemId, Function<Stream<Document>, T> reader) {
    return database.read(
        handle ->
            reader.apply(
                handle
                    .createQuery(
                        "SELECT id FROM document WHERE item = :item AND body IS NOT NULL"
                            + " ORDER BY change")
                    .bind("item", itemId)
                    .mapTo(String.class)
                    .list()
                    .stream()
                    .flatMap(id -> find(handle, id).map(Row::body).stream())
                    .map(DocumentRepository::parse)));
  }

  /** The documents after the cursor {@code number}, in the order in which they first came. */
  public List<Listed> page(long afterNumber, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT number, body FROM document WHERE number > :after AND body IS NOT NULL"
                        + " ORDER BY number LIMIT :limit")
                .bind("after", afterNumber)
                .bind("limit", limit)
                .map((rs, context) -> new Listed(rs.getLong(1), parse(rs.getString(2))))
                .list());
  }

  /** How many documents there are. */
  public long count() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT COUNT(*) FROM document WHERE body IS NOT NULL")
                .mapTo(Long.class)
                .one());
  }

  private static Optional<Row> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT change, body FROM document WHERE id = :id")
        .bind("id", id)
        .map((rs, context) -> new Row(rs.getLong(1), rs.getString(2)))
        .findOne();
  }

  private static long nextChange(Handle handle) {
    long change = currentVersion(handle) + 1;
    handle.execute("UPDATE counter SET value = ? WHERE name = 'document'", change);
    return change;
  }

  private static long currentVersion(Handle handle) {
    return handle
        .createQuery("SELECT value FROM counter WHERE name = 'document'")
        .mapTo(Long.class)
        .one();
  }

  private static Document parse(String body) {
    return DocumentJson.parse(StrictJson.read(body));
  }
}
