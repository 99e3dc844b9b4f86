package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drago.explain.Detail;
import dev.drago.explain.Explainer;
import dev.drago.explain.Explanations;
import dev.drago.inference.Caller;
import dev.drago.inference.CallerGoneException;
import dev.drago.inference.Deadline;
import dev.drago.recommend.Language;
import dev.drago.recommend.Recommendation;
import dev.drago.recommend.RecommendationRequest;
import dev.drago.recommend.RecommendationRequest.Boost;
import dev.drago.recommend.Recommender;
import dev.drago.recommend.Users;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;

/**
 * {@code POST /v1/recommendations}, many of them by {@code POST /v1/recommendations/batch}, and
 * {@code GET /v1/users/{id}/recommendations}.
 */
final class RecommendationRoutes implements HttpService {

  private static final int DEFAULT_COUNT = 10;

  /** Of a batch: who asks one at a time leaves processors idle (PERFORMANCE.md). */
  private static final int LINES_AT_ONCE = 8;

  private static final int MAX_LINES = 10_000;

  /** The body of a request; what is left out has its default. */
  record Body(
      Optional<String> userId,
      Optional<List<String>> history,
      Optional<String> text,
      Optional<List<String>> like,
      Optional<List<String>> dislike,
      Optional<Integer> count,
      Optional<String> filter,
      Optional<List<BoostBody>> boost,
      Optional<Double> diversity,
      Optional<Boolean> excludeSeen,
      Optional<List<String>> exclude,
      Optional<String> strategy,
      Optional<List<String>> include,
      Optional<String> explain,
      Optional<String> language,
      Optional<String> scenario,
      Optional<Integer> timeoutMs) {

    RecommendationRequest toRequest() {
      return new RecommendationRequest(
          userId,
          history.orElse(List.of()),
          text,
          like.orElse(List.of()),
          dislike.orElse(List.of()),
          count.orElse(DEFAULT_COUNT),
          filter,
          boosts(boost.orElse(List.of())),
          diversity.orElse(0.0),
          excludeSeen.orElse(true),
          exclude.orElse(List.of()),
          strategy.orElse(RecommendationRequest.AUTO),
          timeoutMs.map(Duration::ofMillis).orElse(RecommendationRequest.DEFAULT_TIMEOUT));
    }
  }

  /** What is to be lifted or lowered; both are needed. */
  record BoostBody(Optional<String> filter, Optional<Double> amount) {}

  private static List<Boost> boosts(List<BoostBody> bodies) {
    return IntStream.range(0, bodies.size())
        .mapToObj(
            n ->
                new Boost(
                    required(n, "filter", bodies.get(n).filter()),
                    required(n, "amount", bodies.get(n).amount())))
        .toList();
  }

  private static <T> T required(int boost, String field, Optional<T> value) {
    return value.orElseThrow(
        () ->
            ProblemException.badRequest(
                "a boost has no %s".formatted(field),
                "/boost/%d/%s".formatted(boost, field),
                "is required"));
  }

  /** The answer; see {@link Recommendation}. */
  record Answer(
      String recommendationId,
      List<ItemView> items,
      Versions versions,
      Map<String, Double> timingsMs,
      Optional<String> variant,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> degraded) {}

  /** What is answered to one line of a batch: one of the two. */
  record LineAnswer(int line, Optional<Answer> recommendation, Optional<Problem> problem) {}

  /** Whether reasons are wanted, and how. */
  record Wanted(Detail detail, Language language) {

    /**
     * As a request says.
     *
     * @param always the language of the user, where the request names none
     */
    static Wanted of(
        Optional<String> explain,
        Detail otherwise,
        Optional<String> language,
        Optional<Language> always) {
      return new Wanted(
          explain.map(e -> Parameters.choice("explain", e, Detail.class)).orElse(otherwise),
          language
              .map(code -> Parameters.choice("language", code, Language.class))
              .or(() -> always)
              .orElse(Language.EN));
    }
  }

  private final Recommender recommender;
  private final Explainer explainer;
  private final Users users;
  private final Showing showing;
  private final Map<String, String> models;
  private final HttpMetrics metrics;

  /**
   * @param models checksum by role, for the answer's versions
   */
  RecommendationRoutes(
      Recommender recommender,
      Explainer explainer,
      Users users,
      Showing showing,
      Map<String, String> models,
      HttpMetrics metrics) {
    this.metrics = metrics;
    this.recommender = recommender;
    this.explainer = explainer;
    this.users = users;
    this.showing = showing;
    this.models = models;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .post("/recommendations", this::recommend)
        .post("/recommendations/batch", this::recommendMany)
        .route(Method.GET, new IdPath("/users/{id}/recommendations"), this::recommendToUser);
  }

  private void recommend(ServerRequest request, ServerResponse response) {
    Json.send(response, answer(Json.read(request, Body.class)));
  }

  /**
   * JSON Lines or an array in, one answer a line out, in order and each as soon as it is there; a
   * line that cannot be answered does not stop the others.
   */
  private void recommendMany(ServerRequest request, ServerResponse response) {
    List<byte[]> lines = JsonLines.readOrArray(request);
    int[] filled =
        IntStream.range(0, lines.size()).filter(n -> !JsonLines.isBlank(lines.get(n))).toArray();
    if (filled.length > MAX_LINES) {
      throw ProblemException.unprocessable(
          "the batch has %d lines; at most %d are answered".formatted(filled.length, MAX_LINES));
    }
    Caller caller = Caller.here();
    JsonLines.stream(
        response,
        IntStream.of(filled)
            .boxed()
            .gather(
                Gatherers.mapConcurrent(
                    LINES_AT_ONCE,
                    n -> caller.call(() -> line(n + 1, lines.get(n), request, response)))));
  }

  private LineAnswer line(int number, byte[] line, ServerRequest request, ServerResponse response) {
    try {
      Answer answer = answer(Json.convert(Json.tree(line), Body.class));
      return new LineAnswer(number, Optional.of(answer), Optional.empty());
    } catch (RuntimeException e) {
      if (CallerGoneException.isCauseOf(e)) {
        throw e;
      }
      Problem problem = ErrorHandlers.problem(request, response, e);
      return new LineAnswer(number, Optional.empty(), Optional.of(problem));
    }
  }

  private Answer answer(Body body) {
    RecommendationRequest wanted = body.toRequest();
    return answer(
        wanted,
        showing.place(wanted.userId(), body.scenario(), body.strategy()),
        body.include().orElse(List.of()),
        Wanted.of(
            body.explain(), Detail.NONE, body.language(), body.userId().flatMap(users::language)));
  }

  private void recommendToUser(ServerRequest request, ServerResponse response) {
    Parameters parameters =
        Parameters.of(
            request,
            "count",
            "filter",
            "diversity",
            "strategy",
            "text",
            "include",
            "explain",
            "language",
            "scenario",
            "timeoutMs");
    RecommendationRequest wanted =
        new RecommendationRequest(
            Optional.of(IdPath.id(request)),
            List.of(),
            parameters.text("text"),
            List.of(),
            List.of(),
            parameters.integer("count", 1, RecommendationRequest.MAX_COUNT, DEFAULT_COUNT),
            parameters.text("filter"),
            List.of(),
            parameters.real("diversity", 0),
            true,
            List.of(),
            parameters.text("strategy").orElse(RecommendationRequest.AUTO),
            Duration.ofMillis(
                parameters.integer(
                    "timeoutMs",
                    10,
                    60_000,
                    (int) RecommendationRequest.DEFAULT_TIMEOUT.toMillis())));
    Json.send(
        response,
        answer(
            wanted,
            showing.place(
                wanted.userId(), parameters.text("scenario"), parameters.text("strategy")),
            parameters.list("include"),
            Wanted.of(
                parameters.text("explain"),
                Detail.NONE,
                parameters.text("language"),
                users.language(IdPath.id(request)))));
  }

  private Answer answer(
      RecommendationRequest asked, Showing.Place place, List<String> include, Wanted reasons) {
    RecommendationRequest wanted = place.strategy().map(asked::by).orElse(asked);
    Deadline deadline = Deadline.in(wanted.timeout());
    Recommendation result = recommender.recommend(wanted);
    metrics.stages(result.stages());
    Map<String, Double> timings = new LinkedHashMap<>();
    result.stages().forEach((stage, nanos) -> timings.put(stage, nanos / 1e6));
    List<ItemView> items =
        result.items().stream()
            .map(r -> ItemView.of(r.item(), r.score(), Optional.of(r.shares()), include))
            .toList();
    List<String> degraded = new ArrayList<>(result.degraded());
    if (reasons.detail() != Detail.NONE) {
      long start = System.nanoTime();
      items = explained(items, wanted.within(deadline), reasons, degraded);
      timings.put("explain", (System.nanoTime() - start) / 1e6);
    }
    Versions versions = new Versions(result.catalogVersion(), models);
    String id = showing.shown(wanted, place, result);
    return new Answer(id, items, versions, timings, place.variant(), degraded);
  }

  private List<ItemView> explained(
      List<ItemView> items, RecommendationRequest wanted, Wanted reasons, List<String> degraded) {
    List<String> ids = items.stream().map(ItemView::itemId).toList();
    Explanations why = explainer.explain(wanted, ids, reasons.detail(), reasons.language());
    why.degraded().stream().filter(name -> !degraded.contains(name)).forEach(degraded::add);
    Map<String, ReasonView> byItem = new HashMap<>();
    why.items().forEach(e -> byItem.put(e.item().id(), ReasonView.of(e, reasons.detail())));
    return items.stream()
        .map(item -> Optional.ofNullable(byItem.get(item.itemId())).map(item::because).orElse(item))
        .toList();
  }
}
