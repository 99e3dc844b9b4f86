package dev.drago.store;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Conversations, each a text that is written anew with every turn. */
public final class SessionRepository {

  /**
   * A stored conversation.
   *
   * @param touched when its last turn was
   */
  public record Stored(String id, Optional<String> owner, Instant touched, String body) {}

  static final RowMapper<Stored> STORED =
      (rs, context) ->
          new Stored(
              rs.getString("id"),
              Optional.ofNullable(rs.getString("owner")),
              Instant.ofEpochMilli(rs.getLong("touched")),
              rs.getString("body"));

  private final Database database;

  public SessionRepository(Database database) {
    this.database = database;
  }

  /** Adds one; on disk when this returns. The id must be new. */
  public void add(Stored session) {
    database.write(handle -> add(handle, session));
  }

  static int add(Handle handle, Stored session) {
    return handle
        .createUpdate(
            "INSERT INTO session (id, owner, touched, body) VALUES (:id, :owner, :touched, :body)")
        .bind("id", session.id())
        .bind("owner", session.owner().orElse(null))
        .bind("touched", session.touched().toEpochMilli())
        .bind("body", session.body())
        .execute();
  }

  /**
   * Writes one that is there anew; on disk when this returns.
   *
   * @return whether it is still there
   */
  public boolean replace(String id, Instant touched, String body) {
    return database.write(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE session SET touched = :touched, body = :body WHERE id = :id")
                    .bind("id", id)
                    .bind("touched", touched.toEpochMilli())
                    .bind("body", body)
                    .execute())
        > 0;
  }

  public Optional<Stored> find(String id) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM session WHERE id = :id")
                .bind("id", id)
                .map(STORED)
                .findOne());
  }

  /** Whether it was there. */
  public boolean delete(String id) {
    return database.write(handle -> handle.execute("DELETE FROM session WHERE id = ?", id)) > 0;
  }

  /**
   * Deletes those without a turn since {@code before}, and of the others those idle longest beyond
   * {@code most}; how many there were.
   */
  public int deleteIdle(Instant before, int most) {
    return database.write(
        handle ->
            handle.execute("DELETE FROM session WHERE touched < ?", before.toEpochMilli())
                + handle.execute(
                    "DELETE FROM session WHERE id IN (SELECT id FROM session"
                        + " ORDER BY touched DESC, id LIMIT ? OFFSET ?)",
                    Long.MAX_VALUE,
                    most));
  }
}
