package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drago.explain.Detail;
import dev.drago.explain.Explainer;
import dev.drago.explain.Explanation;
import dev.drago.explain.ExplanationRequest;
import dev.drago.explain.Explanations;
import dev.drago.http.RecommendationRoutes.Wanted;
import dev.drago.recommend.RecommendationRequest;
import dev.drago.recommend.Users;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code POST /v1/explanations}: why this item for this person. */
final class ExplanationRoutes implements HttpService {

  /** The body of a request; what is left out has its default. */
  record Body(
      String itemId,
      Optional<String> userId,
      Optional<List<String>> history,
      Optional<String> text,
      Optional<List<String>> like,
      Optional<List<String>> dislike,
      Optional<String> strategy,
      Optional<String> explain,
      Optional<String> language,
      Optional<Integer> timeoutMs) {

    RecommendationRequest asked() {
      return new RecommendationRequest(
          userId,
          history.orElse(List.of()),
          text,
          like.orElse(List.of()),
          dislike.orElse(List.of()),
          1,
          Optional.empty(),
          List.of(),
          0,
          true,
          List.of(),
          strategy.orElse(RecommendationRequest.AUTO),
          timeoutMs.map(Duration::ofMillis).orElse(RecommendationRequest.DEFAULT_TIMEOUT));
    }
  }

  /** The answer; see {@link Explanation}. */
  record Answer(
      String itemId,
      String title,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> score,
      Map<String, Double> shares,
      ReasonView reason,
      Versions versions,
      Map<String, Double> timingsMs,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> degraded) {}

  private final Explainer explainer;
  private final Users users;
  private final Map<String, String> models;

  /**
   * @param models checksum by role, for the answer's versions
   */
  ExplanationRoutes(Explainer explainer, Users users, Map<String, String> models) {
    this.explainer = explainer;
    this.users = users;
    this.models = models;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/explanations", this::explain);
  }

  private void explain(ServerRequest request, ServerResponse response) {
    Body body = Json.read(request, Body.class);
    if (body.itemId() == null) {
      throw ProblemException.badRequest("the field 'itemId' is missing", "/itemId", "is required");
    }
    RecommendationRequest asked = body.asked(); // before anything is looked up by its user
    Wanted wanted =
        Wanted.of(
            body.explain(), Detail.TEXT, body.language(), body.userId().flatMap(users::language));
    if (wanted.detail() == Detail.NONE) {
      throw ProblemException.badRequest("'explain' must be one of evidence, text, not 'none'");
    }
    long start = System.nanoTime();
    Explanations result =
        explainer.explanations(
            new ExplanationRequest(body.itemId(), asked, wanted.detail(), wanted.language()));
    Explanation explanation = result.items().getFirst();
    Json.send(
        response,
        new Answer(
            explanation.item().id(),
            explanation.item().title(),
            Optional.of(explanation.score()).filter(score -> !score.isNaN()),
            explanation.shares(),
            ReasonView.of(explanation, wanted.detail()),
            new Versions(result.catalogVersion(), models),
            Map.of("explain", (System.nanoTime() - start) / 1e6),
            result.degraded()));
  }
}
