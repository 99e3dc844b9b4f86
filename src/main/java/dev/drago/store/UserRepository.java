package dev.drago.store;

import dev.drago.catalog.StrictJson;
import dev.drago.interaction.UserPreferences;
import dev.drago.interaction.UserPreferencesJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Users: those who touched something, and those of whom preferences were put. */
public final class UserRepository {

  /**
   * A user.
   *
   * @param number the place in the order in which they first came, a cursor for paging
   * @param interactions how many are stored
   * @param lastSeen the newest time of one; empty where none has a time
   */
  public record Stored(
      long number,
      String id,
      UserPreferences preferences,
      long interactions,
      Optional<Instant> lastSeen) {}

  /**
   * What was erased of a user.
   *
   * @param interactions how many by item ordinal
   */
  public record Erased(Map<Integer, Long> interactions) {
    public Erased {
      interactions = Map.copyOf(interactions);
    }
  }

  private static final String SELECT =
      "SELECT p.number, p.id, p.preferences,"
          + " (SELECT COUNT(*) FROM interaction i WHERE i.person = p.number) AS interactions,"
          + " (SELECT MAX(i.at) FROM interaction i WHERE i.person = p.number) AS seen"
          + " FROM person p";

  private static final RowMapper<Stored> STORED =
      (rs, context) -> {
        long seen = rs.getLong("seen");
        Optional<Instant> lastSeen =
            rs.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(seen));
        return new Stored(
            rs.getLong("number"),
            rs.getString("id"),
            parse(rs.getString("preferences")),
            rs.getLong("interactions"),
            lastSeen);
      };

  private final Database database;

  public UserRepository(Database database) {
    this.database = database;
  }

  /** Creates a user or replaces their preferences; whether they are new. */
  public boolean put(String id, UserPreferences preferences) {
    String json = UserPreferencesJson.write(preferences).toString();
    return database.write(
        handle -> {
          boolean isNew = findNumber(handle, id).isEmpty();
          handle.execute(
              "UPDATE person SET preferences = ? WHERE number = ?", json, number(handle, id));
          return isNew;
        });
  }

  public Optional<Stored> find(String id) {
    return database.read(
        handle ->
            handle.createQuery(SELECT + " WHERE p.id = :id").bind("id", id).map(STORED).findOne());
  }

  /** The preferences of a user; {@link UserPreferences#NONE} of one that said nothing. */
  public UserPreferences preferences(String id) {
    return parse(
        database
            .read(
                handle ->
                    handle
                        .createQuery(
                            "SELECT preferences FROM person"
                                + " WHERE id = :id AND preferences IS NOT NULL")
                        .bind("id", id)
                        .mapTo(String.class)
                        .findOne())
            .orElse(null));
  }

  /** The users after the cursor {@code number}, in the order in which they first came. */
  public List<Stored> page(long afterNumber, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(SELECT + " WHERE p.number > :after ORDER BY p.number LIMIT :limit")
                .bind("after", afterNumber)
                .bind("limit", limit)
                .map(STORED)
                .list());
  }

  /**
   * Deletes a user with their interactions and conversations; the files of the store hold nothing
   * of them any more. Empty where there was nothing to delete.
   */
  public Optional<Erased> erase(String id) {
    return database.erase(
        handle -> {
          int beside = handle.execute("DELETE FROM session WHERE owner = ?", id);
          beside += handle.execute("DELETE FROM recommendation WHERE person = ?", id);
          Optional<Integer> number = findNumber(handle, id);
          if (number.isEmpty()) {
            return beside > 0 ? Optional.of(new Erased(Map.of())) : Optional.empty();
          }
          Map<Integer, Long> counts = new HashMap<>();
          handle
              .createQuery(
                  "SELECT item, COUNT(*) FROM interaction WHERE person = :person GROUP BY item")
              .bind("person", number.get())
              .map((rs, context) -> Map.entry(rs.getInt(1), rs.getLong(2)))
              .forEach(row -> counts.put(row.getKey(), row.getValue()));
          counts.forEach(
              (item, count) ->
                  handle.execute(
                      "UPDATE item SET interactions = interactions - ? WHERE ordinal = ?",
                      count,
                      item));
          handle.execute("DELETE FROM interaction WHERE person = ?", number.get());
          handle.execute("DELETE FROM person WHERE number = ?", number.get());
          return Optional.of(new Erased(counts));
        });
  }

  /** The number of a user, who is made where there is none. */
  static int number(Handle handle, String id) {
    Optional<Integer> known = findNumber(handle, id);
    if (known.isPresent()) {
      return known.get(); // looked for first, for an insert in vain uses up a number
    }
    handle.execute("INSERT INTO person (id) VALUES (?)", id);
    return findNumber(handle, id).orElseThrow();
  }

  private static Optional<Integer> findNumber(Handle handle, String id) {
    return handle
        .createQuery("SELECT number FROM person WHERE id = :id")
        .bind("id", id)
        .mapTo(Integer.class)
        .findOne();
  }

  private static UserPreferences parse(@Nullable String json) {
    return json == null ? UserPreferences.NONE : UserPreferencesJson.parse(StrictJson.read(json));
  }
}
