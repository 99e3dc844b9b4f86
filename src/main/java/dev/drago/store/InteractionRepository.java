package dev.drago.store;

import dev.drago.interaction.Interaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Interactions, in order, by user. */
public final class InteractionRepository {

  /** The time of an interaction of which only the order is known. */
  public static final long UNKNOWN_TIME = Long.MIN_VALUE;

  /** What became of one interaction that was sent. */
  public enum Outcome {
    STORED,
    /** An event with this id is already there. */
    DUPLICATE,
    /** No item has this id. */
    UNKNOWN_ITEM
  }

  /** An interaction together with its place in the order of arrival, a cursor for paging. */
  public record Stored(long arrival, Interaction interaction) {}

  static final RowMapper<Stored> STORED =
      (rs, context) -> {
        double value = rs.getDouble("value");
        Optional<Double> measure = rs.wasNull() ? Optional.empty() : Optional.of(value);
        long at = rs.getLong("at");
        Optional<Instant> when =
            rs.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
        return new Stored(
            rs.getLong("arrival"),
            new Interaction(
                rs.getString("person_id"),
                rs.getString("item_id"),
                rs.getString("type"),
                measure,
                when,
                Optional.ofNullable(rs.getString("event_id")),
                Optional.ofNullable(rs.getString("recommendation"))));
      };

  private static final Duration KEYS_KEPT = Duration.ofDays(30);

  private final Database database;

  public InteractionRepository(Database database) {
    this.database = database;
  }

  /** Appends interactions in one transaction; the outcomes are in the order given. */
  public List<Outcome> append(List<Interaction> interactions) {
    return append(interactions, 0);
  }

  /**
   * The same for a request that may be sent again: its key is remembered in the transaction that
   * stores what it says, and those of its interactions that are stored are duplicates. Keys are
   * remembered for 30 days.
   *
   * @throws ReusedKeyException when the key is that of a request that said something else; nothing
   *     is stored then
   */
  public List<Outcome> append(List<Interaction> interactions, RequestKey key) {
    return database.write(
        handle -> {
          remember(handle, key);
          return append(handle, interactions, 0);
        });
  }

  /**
   * The number of the newest user: what {@link #append(List, long)} needs to make an import that is
   * run again add only what is new.
   */
  public long newestUser() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT COALESCE(MAX(number), 0) FROM person")
                .mapTo(Long.class)
                .one());
  }

  /**
   * The same for a log that may have been read before: of users numbered up to {@code knownUsers},
   * an interaction with the item, type and time of a stored one is a duplicate.
   */
  public List<Outcome> append(List<Interaction> interactions, long knownUsers) {
    return database.write(handle -> append(handle, interactions, knownUsers));
  }

  private static List<Outcome> append(
      Handle handle, List<Interaction> interactions, long knownUsers) {
    Map<String, Integer> people = new HashMap<>();
    Map<String, Optional<Integer>> items = new HashMap<>();
    Map<Integer, Integer> counts = new HashMap<>();
    List<Outcome> outcomes = new ArrayList<>(interactions.size());
    try (var insert =
        handle
            .getConnection()
            .prepareStatement(
                "INSERT INTO interaction (person, item, type, value, at, event_id, recommendation)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
      for (Interaction interaction : interactions) {
        Optional<Integer> item =
            items.computeIfAbsent(interaction.itemId(), id -> itemOrdinal(handle, id));
        if (item.isEmpty()) {
          outcomes.add(Outcome.UNKNOWN_ITEM);
          continue;
        }
        if (isKnownEvent(handle, interaction)) {
          outcomes.add(Outcome.DUPLICATE); // before its sender becomes a user
          continue;
        }
        int person =
            people.computeIfAbsent(interaction.userId(), id -> UserRepository.number(handle, id));
        if (person <= knownUsers && isStored(handle, person, item.get(), interaction)) {
          outcomes.add(Outcome.DUPLICATE);
          continue;
        }
        insert.setInt(1, person);
        insert.setInt(2, item.get());
        insert.setString(3, interaction.type());
        insert.setObject(4, interaction.value().orElse(null));
        insert.setObject(5, interaction.at().map(Instant::toEpochMilli).orElse(null));
        insert.setObject(6, interaction.eventId().orElse(null));
        insert.setObject(7, interaction.recommendationId().orElse(null));
        boolean stored = insert.executeUpdate() > 0;
        outcomes.add(stored ? Outcome.STORED : Outcome.DUPLICATE);
        if (stored) {
          counts.merge(item.get(), 1, Integer::sum);
        }
      }
    } catch (java.sql.SQLException e) {
      throw new StoreException("interactions could not be stored: " + e.getMessage(), e);
    }
    counts.forEach(
        (ordinal, count) ->
            handle.execute(
                "UPDATE item SET interactions = interactions + ? WHERE ordinal = ?",
                count,
                ordinal));
    return outcomes;
  }

  /** The ordinals of the last {@code limit} items a user touched, oldest first. */
  public int[] history(String userId, int limit) {
    List<Integer> newestFirst =
        database.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT i.item FROM interaction i JOIN person p ON p.number = i.person"
                            + " WHERE p.id = :user"
                            + " ORDER BY i.at DESC NULLS LAST, i.arrival DESC LIMIT :limit")
                    .bind("user", userId)
                    .bind("limit", limit)
                    .mapTo(Integer.class)
                    .list());
    return newestFirst.reversed().stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * A user's interactions after the one that arrived as number {@code afterArrival}, in order;
   * where that is negative, from the beginning.
   */
  public List<Stored> page(String userId, InteractionOrder order, long afterArrival, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT i.*, p.id AS person_id, t.id AS item_id FROM interaction i"
                        + " JOIN person p ON p.number = i.person JOIN item t ON t.ordinal = i.item"
                        + " WHERE p.id = :user AND "
                        + order.after()
                        + " ORDER BY "
                        + order.columns()
                        + " LIMIT :limit")
                .bind("user", userId)
                .bind("after", afterArrival)
                .bind("limit", limit)
                .map(STORED)
                .list());
  }

  /**
   * Every user's whole history as ordinals, oldest first; users in order of their first arrival.
   */
  public void forEachHistory(BiConsumer<String, int[]> consumer) {
    forEachTimedHistory((user, items, times) -> consumer.accept(user, items));
  }

  /** Hears of one user's history. */
  @FunctionalInterface
  public interface TimedHistoryConsumer {

    /**
     * One history.
     *
     * @param items ordinals, oldest first
     * @param times in milliseconds since 1970, or {@link #UNKNOWN_TIME}, one an item
     */
    void accept(String user, int[] items, long[] times);
  }

  /** The same as {@link #forEachHistory}, with times. */
  public void forEachTimedHistory(TimedHistoryConsumer consumer) {
    database.visit(
        handle -> {
          String[] user = {""};
          List<Timed> events = new ArrayList<>();
          handle
              .createQuery(
                  "SELECT p.id, i.item, i.at FROM interaction i"
                      + " JOIN person p ON p.number = i.person"
                      + " ORDER BY i.person, i.at NULLS FIRST, i.arrival")
              .map(
                  (rs, context) -> {
                    long at = rs.getLong(3);
                    long time = rs.wasNull() ? UNKNOWN_TIME : at;
                    return new Timed(rs.getString(1), rs.getInt(2), time);
                  })
              .useStream(
                  stream ->
                      stream.forEach(
                          event -> {
                            if (!event.user().equals(user[0])) {
                              flush(events, consumer);
                              user[0] = event.user();
                            }
                            events.add(event);
                          }));
          flush(events, consumer);
        });
  }

  private record Timed(String user, int item, long time) {}

  private static void flush(List<Timed> events, TimedHistoryConsumer consumer) {
    if (!events.isEmpty()) {
      consumer.accept(
          events.getFirst().user(),
          events.stream().mapToInt(Timed::item).toArray(),
          events.stream().mapToLong(Timed::time).toArray());
      events.clear();
    }
  }

  /** How often each item was touched, by ordinal; {@code size} is the length of the answer. */
  public long[] counts(int size) {
    long[] counts = new long[size];
    database.visit(
        handle -> {
          handle
              .createQuery("SELECT ordinal, interactions FROM item WHERE interactions > 0")
              .map((rs, context) -> Map.entry(rs.getInt(1), rs.getLong(2)))
              .forEach(
                  row -> {
                    if (row.getKey() < size) {
                      counts[row.getKey()] = row.getValue();
                    }
                  });
        });
    return counts;
  }

  /** The newest time of an interaction, in milliseconds since 1970; empty where none has one. */
  public OptionalLong newestTime() {
    Optional<Long> newest =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT MAX(at) FROM interaction HAVING MAX(at) IS NOT NULL")
                    .mapTo(Long.class)
                    .findOne());
    return newest.isPresent() ? OptionalLong.of(newest.get()) : OptionalLong.empty();
  }

  /** How many interactions and users there are. */
  public Size size() {
    return new Size(interactions(), users());
  }

  /** How many interactions there are. */
  public long interactions() {
    return count("SELECT COALESCE(SUM(interactions), 0) FROM item");
  }

  /** How many users there are. */
  public long users() {
    return count("SELECT COUNT(*) FROM person");
  }

  private long count(String query) {
    return database.read(handle -> handle.createQuery(query).mapTo(Long.class).one());
  }

  /** Totals over the whole log. */
  public record Size(long interactions, long users) {}

  private static void remember(Handle handle, RequestKey key) {
    Optional<String> known =
        handle
            .createQuery("SELECT content FROM request_key WHERE key = :key")
            .bind("key", key.key())
            .mapTo(String.class)
            .findOne();
    if (known.isEmpty()) {
      long now = System.currentTimeMillis();
      handle.execute("DELETE FROM request_key WHERE made < ?", now - KEYS_KEPT.toMillis());
      handle.execute(
          "INSERT INTO request_key (key, content, made) VALUES (?, ?, ?)",
          key.key(),
          key.content(),
          now);
    } else if (!known.get().equals(key.content())) {
      throw new ReusedKeyException();
    }
  }

  private static boolean isStored(Handle handle, int person, int item, Interaction interaction) {
    // Two conditions for one: only the plain ones are looked up in the index by every database.
    var query =
        handle.createQuery(
            "SELECT COUNT(*) FROM interaction WHERE person = :person AND item = :item"
                + " AND type = :type AND at "
                + (interaction.at().isPresent() ? "= :at" : "IS NULL"));
    interaction.at().ifPresent(at -> query.bind("at", at.toEpochMilli()));
    return query
        .bind("person", person)
        .bind("item", item)
        .bind("type", interaction.type())
        .mapTo(Long.class)
        .map(count -> count > 0)
        .one();
  }

  private static boolean isKnownEvent(Handle handle, Interaction interaction) {
    return interaction.eventId().isPresent()
        && handle
            .createQuery("SELECT 1 FROM interaction WHERE event_id = :event")
            .bind("event", interaction.eventId().get())
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
  }

  private static Optional<Integer> itemOrdinal(Handle handle, String id) {
    return handle
        .createQuery("SELECT ordinal FROM item WHERE id = :id AND body IS NOT NULL")
        .bind("id", id)
        .mapTo(Integer.class)
        .findOne();
  }
}
