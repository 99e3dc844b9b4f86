package dev.drago.store;

import dev.drago.catalog.CatalogSchema;
import dev.drago.interaction.Interaction;
import dev.drago.store.SessionRepository.Stored;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Puts the contents of another store into an empty one, many rows at a time. */
final class FillingTransaction implements StoreContents, AutoCloseable {

  private static final int ROWS_A_BATCH = 1_000;

  private final Handle handle;
  private final PreparedBatch items;
  private final PreparedBatch users;
  private final PreparedBatch interactions;
  private final PreparedBatch documents;
  private int nextOrdinal;
  private long nextChange = 1;

  FillingTransaction(Handle handle) {
    this.handle = handle;
    this.items =
        handle.prepareBatch(
            "INSERT INTO item (ordinal, id, body, change) VALUES (:ordinal, :id, :body, 1)");
    this.users =
        handle.prepareBatch("INSERT INTO person (id, preferences) VALUES (:id, :preferences)");
    this.interactions =
        handle.prepareBatch(
            "INSERT INTO interaction (person, item, type, value, at, event_id, recommendation) VALUES ("
                + "(SELECT number FROM person WHERE id = :user),"
                + " (SELECT ordinal FROM item WHERE id = :item), :type, :value, :at, :event,"
                + " :recommendation)");
    this.documents =
        handle.prepareBatch(
            "INSERT INTO document (id, item, body, change) VALUES (:id, :item, :body, :change)");
  }

  @Override
  public void schema(CatalogSchema schema) {
    ItemRepository.writeSchema(handle, schema);
  }

  @Override
  public void item(String id, Optional<String> body) {
    items.bind("ordinal", nextOrdinal++).bind("id", id).bind("body", body.orElse(null)).add();
    execute(items, ROWS_A_BATCH);
  }

  @Override
  public void user(String id, Optional<String> preferences) {
    users.bind("id", id).bind("preferences", preferences.orElse(null)).add();
    execute(users, ROWS_A_BATCH);
  }

  @Override
  public void interaction(Interaction interaction) {
    execute(items, 1); // they are named by it
    execute(users, 1);
    interactions
        .bind("user", interaction.userId())
        .bind("item", interaction.itemId())
        .bind("type", interaction.type())
        .bind("value", interaction.value().orElse(null))
        .bind("at", interaction.at().map(Instant::toEpochMilli).orElse(null))
        .bind("event", interaction.eventId().orElse(null))
        .bind("recommendation", interaction.recommendationId().orElse(null))
        .add();
    execute(interactions, ROWS_A_BATCH);
  }

  @Override
  public void document(String id, Optional<String> itemId, String body) {
    documents
        .bind("id", id)
        .bind("item", itemId.orElse(null))
        .bind("body", body)
        .bind("change", nextChange++)
        .add();
    execute(documents, ROWS_A_BATCH);
  }

  @Override
  public void session(Stored session) {
    SessionRepository.add(handle, session);
  }

  /** Puts what is left over, and what is counted. */
  void finish() {
    execute(items, 1);
    execute(users, 1);
    execute(interactions, 1);
    execute(documents, 1);
    handle.execute(
        "UPDATE item SET interactions = counted.n"
            + " FROM (SELECT item, COUNT(*) AS n FROM interaction GROUP BY item) AS counted"
            + " WHERE counted.item = item.ordinal");
    handle.execute("UPDATE counter SET value = ? WHERE name = 'change'", nextOrdinal > 0 ? 1L : 0L);
    handle.execute("UPDATE counter SET value = ? WHERE name = 'document'", nextChange - 1);
  }

  private static void execute(PreparedBatch batch, int least) {
    if (batch.size() >= least) {
      batch.execute();
    }
  }

  @Override
  public void close() {
    items.close();
    users.close();
    interactions.close();
    documents.close();
  }
}
