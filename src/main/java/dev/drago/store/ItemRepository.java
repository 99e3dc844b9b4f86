package dev.drago.store;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Items by ordinal, their schema, and the change numbers that everything derived follows. */
public final class ItemRepository {

  /** What a write did to one item. */
  public enum Outcome {
    CREATED,
    CHANGED,
    UNCHANGED,
    DELETED,
    ABSENT
  }

  /**
   * The result of a write.
   *
   * @param version the change number of this write, or of the last one when nothing changed
   * @param outcomes one for each item given, in order
   * @param changes what really changed, for the snapshot and the index
   */
  public record Written(long version, List<Outcome> outcomes, List<Change> changes) {
    public Written {
      outcomes = List.copyOf(outcomes);
      changes = List.copyOf(changes);
    }
  }

  private record Row(int ordinal, @Nullable String body) {}

  private record Stored(int ordinal, String id, @Nullable String body) {}

  private static final int PARSED_TOGETHER = 4_000;

  private final Database database;

  public ItemRepository(Database database) {
    this.database = database;
  }

  public CatalogSchema schema() {
    return database.read(ItemRepository::readSchema);
  }

  /**
   * Creates or replaces items and extends the schema by attributes it does not know yet. An item
   * equal to what is stored is left alone, so a re-import costs only what really changed.
   *
   * @throws dev.drago.catalog.InvalidFieldException when an attribute has another type than the
   *     stored schema says; nothing is stored then
   */
  public Written put(List<Item> items, CatalogSchema schema) {
    return database.write(
        handle -> {
          writeSchema(handle, schema);
          CatalogSchema stored = readSchema(handle);
          items.forEach(stored::requireFits);
          long version = currentVersion(handle) + 1;
          List<Outcome> outcomes = new ArrayList<>(items.size());
          List<Change> changes = new ArrayList<>();
          for (Item item : items) {
            String body = ItemJson.write(item).toString();
            Optional<Row> existing = find(handle, item.id());
            if (existing.isPresent() && body.equals(existing.get().body())) {
              outcomes.add(Outcome.UNCHANGED);
              continue;
            }
            int ordinal = existing.map(Row::ordinal).orElseGet(() -> nextOrdinal(handle));
            handle
                .createUpdate(
                    "INSERT INTO item (ordinal, id, body, change) VALUES (:ordinal, :id, :body, :change)"
                        + " ON CONFLICT (ordinal) DO UPDATE SET body = :body, change = :change")
                .bind("ordinal", ordinal)
                .bind("id", item.id())
                .bind("body", body)
                .bind("change", version)
                .execute();
            boolean alive = existing.map(Row::body).isPresent();
            outcomes.add(alive ? Outcome.CHANGED : Outcome.CREATED);
            changes.add(new Change(ordinal, item.id(), item));
          }
          return finish(handle, version, outcomes, changes);
        });
  }

  /** Deletes items; their ordinals and interactions stay, so that a deleted item can come back. */
  public Written delete(List<String> ids) {
    return database.write(
        handle -> {
          long version = currentVersion(handle) + 1;
          List<Outcome> outcomes = new ArrayList<>(ids.size());
          List<Change> changes = new ArrayList<>();
          for (String id : ids) {
            Optional<Row> row = find(handle, id).filter(r -> r.body() != null);
            if (row.isEmpty()) {
              outcomes.add(Outcome.ABSENT);
              continue;
            }
            handle.execute(
                "UPDATE item SET body = NULL, change = ? WHERE ordinal = ?",
                version,
                row.get().ordinal());
            outcomes.add(Outcome.DELETED);
            changes.add(new Change(row.get().ordinal(), id, null));
          }
          return finish(handle, version, outcomes, changes);
        });
  }

  /** The number of the last change. */
  public long version() {
    return database.read(ItemRepository::currentVersion);
  }

  /**
   * Every row changed after {@code version}, deleted ones included, in order of ordinal. With -1
   * that is the whole catalogue.
   */
  public void changesAfter(long version, Consumer<Change> consumer) {
    database.visit(
        handle -> {
          CatalogSchema schema = readSchema(handle);
          handle
              .createQuery("SELECT ordinal, id, body FROM item WHERE change > :v ORDER BY ordinal")
              .bind("v", version)
              .map((rs, context) -> new Stored(rs.getInt(1), rs.getString(2), rs.getString(3)))
              .useStream(
                  rows -> {
                    List<Stored> block = new ArrayList<>(PARSED_TOGETHER);
                    rows.forEach(
                        row -> {
                          block.add(row);
                          if (block.size() == PARSED_TOGETHER) {
                            parse(block, schema).forEach(consumer);
                            block.clear();
                          }
                        });
                    parse(block, schema).forEach(consumer);
                  });
        });
  }

  /** The whole catalogue. */
  public CatalogSnapshot snapshot() {
    List<Change> all = new ArrayList<>();
    changesAfter(-1, all::add);
    return CatalogSnapshot.empty().with(all, version());
  }

  /** On all cores: parsing is most of what a start with a large catalogue does. */
  private static List<Change> parse(List<Stored> rows, CatalogSchema schema) {
    return rows.parallelStream()
        .map(row -> new Change(row.ordinal(), row.id(), parse(row.body(), schema)))
        .toList();
  }

  /** One more than the highest ordinal. */
  public int size() {
    return database.read(ItemRepository::nextOrdinal);
  }

  /** The ids of the ordinals below {@code size}, deleted items included, in order of ordinal. */
  public void forEachId(int size, BiConsumer<Integer, String> consumer) {
    database.visit(
        handle ->
            handle
                .createQuery("SELECT ordinal, id FROM item WHERE ordinal < :size ORDER BY ordinal")
                .bind("size", size)
                .map((rs, context) -> Map.entry(rs.getInt(1), rs.getString(2)))
                .useStream(
                    rows -> rows.forEach(row -> consumer.accept(row.getKey(), row.getValue()))));
  }

  /** How many rows {@link #changesAfter} would give. */
  public long countAfter(long version) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT COUNT(*) FROM item WHERE change > :v")
                .bind("v", version)
                .mapTo(Long.class)
                .one());
  }

  private static Written finish(
      Handle handle, long version, List<Outcome> outcomes, List<Change> changes) {
    if (changes.isEmpty()) {
      return new Written(version - 1, outcomes, changes);
    }
    handle.execute("UPDATE counter SET value = ? WHERE name = 'change'", version);
    return new Written(version, outcomes, changes);
  }

  private static Optional<Row> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT ordinal, body FROM item WHERE id = :id")
        .bind("id", id)
        .map((rs, context) -> new Row(rs.getInt(1), rs.getString(2)))
        .findOne();
  }

  private static int nextOrdinal(Handle handle) {
    return handle
        .createQuery("SELECT COALESCE(MAX(ordinal) + 1, 0) FROM item")
        .mapTo(Integer.class)
        .one();
  }

  private static long currentVersion(Handle handle) {
    return handle
        .createQuery("SELECT value FROM counter WHERE name = 'change'")
        .mapTo(Long.class)
        .one();
  }

  static CatalogSchema readSchema(Handle handle) {
    Map<String, AttributeType> types = new LinkedHashMap<>();
    handle
        .createQuery("SELECT name, type FROM attribute ORDER BY position")
        .map((rs, context) -> Map.entry(rs.getString(1), AttributeType.valueOf(rs.getString(2))))
        .forEach(entry -> types.put(entry.getKey(), entry.getValue()));
    return new CatalogSchema(types);
  }

  static void writeSchema(Handle handle, CatalogSchema schema) {
    schema
        .types()
        .forEach(
            (name, type) ->
                handle.execute(
                    "INSERT INTO attribute (name, type) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                    name,
                    type.name()));
  }

  private static @Nullable Item parse(@Nullable String body, CatalogSchema schema) {
    if (body == null) {
      return null;
    }
    return ItemJson.parse(body, schema);
  }
}
