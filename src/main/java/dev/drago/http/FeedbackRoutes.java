package dev.drago.http;

import dev.drago.recommend.Impressions;
import dev.drago.store.ImpressionRepository.Line;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /v1/feedback}: what came of what was shown. */
final class FeedbackRoutes implements HttpService {

  /**
   * Recommendations of one kind.
   *
   * @param outcomes by type of interaction, in how many pairs of a recommendation and an item there
   *     was one
   */
  record Row(
      String scenario,
      String strategy,
      Optional<String> variant,
      long recommendations,
      Map<String, Long> outcomes) {}

  /** All kinds that are remembered. */
  record Answer(List<Row> feedback) {}

  private record Kind(String scenario, String strategy, Optional<String> variant) {}

  private final Impressions impressions;

  FeedbackRoutes(Impressions impressions) {
    this.impressions = impressions;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/feedback", this::report);
  }

  private void report(ServerRequest request, ServerResponse response) {
    Map<Kind, List<Line>> kinds = new LinkedHashMap<>();
    for (Line line : impressions.report()) {
      kinds
          .computeIfAbsent(
              new Kind(line.scenario(), line.strategy(), line.variant()), k -> new ArrayList<>())
          .add(line);
    }
    Json.send(
        response,
        new Answer(kinds.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList()));
  }

  private static Row row(Kind kind, List<Line> lines) {
    long shown = 0;
    Map<String, Long> outcomes = new LinkedHashMap<>();
    for (Line line : lines) {
      if (line.type().isEmpty()) {
        shown = line.count();
      } else {
        outcomes.put(line.type().get(), line.count());
      }
    }
    return new Row(kind.scenario(), kind.strategy(), kind.variant(), shown, outcomes);
  }
}
