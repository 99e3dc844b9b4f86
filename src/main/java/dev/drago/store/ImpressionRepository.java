package dev.drago.store;

import dev.drago.interaction.Impression;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was shown, and what came of it. */
public final class ImpressionRepository {

  /**
   * How often recommendations of one kind were made, and what came of them.
   *
   * @param type of an interaction that names such a recommendation; empty for how often they were
   *     made
   * @param count recommendations, or else pairs of a recommendation and an item of which there was
   *     such an interaction
   */
  public record Line(
      String scenario,
      String strategy,
      Optional<String> variant,
      Optional<String> type,
      long count) {}

  private static final String SEPARATOR = "\n"; // no id holds a line break

  private final Database database;

  public ImpressionRepository(Database database) {
    this.database = database;
  }

  /** Adds what was shown, in one transaction. */
  public void add(List<Impression> impressions) {
    database.write(
        handle -> {
          var batch =
              handle.prepareBatch(
                  "INSERT INTO recommendation (id, made, person, scenario, strategy, variant, items)"
                      + " VALUES (:id, :made, :person, :scenario, :strategy, :variant, :items)"
                      + " ON CONFLICT DO NOTHING");
          for (Impression shown : impressions) {
            batch
                .bind("id", shown.id())
                .bind("made", shown.at().toEpochMilli())
                .bind("person", shown.userId().orElse(null))
                .bind("scenario", shown.scenario())
                .bind("strategy", shown.strategy())
                .bind("variant", shown.variant().orElse(null))
                .bind("items", String.join(SEPARATOR, shown.itemIds()))
                .add();
          }
          return batch.execute();
        });
  }

  public Optional<Impression> find(String id) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM recommendation WHERE id = :id")
                .bind("id", id)
                .map(
                    (rs, context) ->
                        new Impression(
                            rs.getString("id"),
                            Instant.ofEpochMilli(rs.getLong("made")),
                            Optional.ofNullable(rs.getString("person")),
                            rs.getString("scenario"),
                            rs.getString("strategy"),
                            Optional.ofNullable(rs.getString("variant")),
                            rs.getString("items").lines().toList()))
                .findOne());
  }

  /** Forgets what was shown before a moment; how much that was. */
  public int deleteBefore(Instant moment) {
    return database.write(
        handle ->
            handle.execute("DELETE FROM recommendation WHERE made < ?", moment.toEpochMilli()));
  }

  /** What came of the recommendations that are remembered. */
  public List<Line> report() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT scenario, strategy, variant, NULL AS type, COUNT(*) AS times"
                        + " FROM recommendation GROUP BY scenario, strategy, variant"
                        + " UNION ALL"
                        + " SELECT r.scenario, r.strategy, r.variant, i.type, COUNT(*) FROM"
                        + " (SELECT DISTINCT recommendation, item, type FROM interaction"
                        + " WHERE recommendation IS NOT NULL) i"
                        + " JOIN recommendation r ON r.id = i.recommendation"
                        + " GROUP BY r.scenario, r.strategy, r.variant, i.type"
                        + " ORDER BY 1, 2, 3, 4")
                .map(
                    (rs, context) ->
                        new Line(
                            rs.getString("scenario"),
                            rs.getString("strategy"),
                            Optional.ofNullable(rs.getString("variant")),
                            Optional.ofNullable(rs.getString("type")),
                            rs.getLong("times")))
                .list());
  }
}
