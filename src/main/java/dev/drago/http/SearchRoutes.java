package dev.drago.http;

import dev.drago.inference.Deadline;
import dev.drago.recommend.InvalidRequestException;
import dev.drago.recommend.ItemSearch;
import dev.drago.recommend.ItemSearch.Found;
import dev.drago.recommend.ItemSearch.Mode;
import dev.drago.recommend.RecommendationRequest;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/** {@code /v1/search}, {@code /v1/similar} and {@code /v1/items/{id}/similar}. */
final class SearchRoutes implements HttpService {

  private static final int DEFAULT_COUNT = 10;

  /** The body of {@code POST /v1/search}. */
  record SearchBody(
      String query,
      Optional<String> mode,
      Optional<Integer> count,
      Optional<String> filter,
      Optional<List<String>> include) {}

  /** The body of {@code POST /v1/similar}. */
  record SimilarBody(
      List<String> positives,
      Optional<List<String>> negatives,
      Optional<Integer> count,
      Optional<String> filter,
      Optional<List<String>> include) {}

  /** Items, best first. */
  record Answer(List<ItemView> items) {}

  private final ItemSearch search;

  SearchRoutes(ItemSearch search) {
    this.search = search;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .post("/search", this::searchByBody)
        .get("/search", this::searchByQuery)
        .post("/similar", this::similar)
        .route(Method.GET, new IdPath("/items/{id}/similar"), this::similarToItem);
  }

  private void searchByBody(ServerRequest request, ServerResponse response) {
    SearchBody body = Json.read(request, SearchBody.class);
    if (body.query() == null) {
      throw ProblemException.badRequest("the field 'query' is missing", "/query", "is required");
    }
    Mode mode =
        body.mode().map(m -> Parameters.choice("mode", m, Mode.class)).orElse(search.defaultMode());
    List<String> include = body.include().orElse(List.of());
    search(response, body.query(), mode, count(body.count()), body.filter(), include);
  }

  private void searchByQuery(ServerRequest request, ServerResponse response) {
    Parameters parameters = Parameters.of(request, "q", "mode", "count", "filter", "include");
    search(
        response,
        parameters.required("q"),
        parameters.choice("mode", Mode.class, search.defaultMode()),
        parameters.integer("count", 1, RecommendationRequest.MAX_COUNT, DEFAULT_COUNT),
        parameters.text("filter"),
        parameters.list("include"));
  }

  private void search(
      ServerResponse response,
      String query,
      Mode mode,
      int count,
      Optional<String> filter,
      List<String> include) {
    if (query.isBlank() || query.length() > RecommendationRequest.MAX_TEXT) {
      throw new InvalidRequestException(
          "/query",
          "must have 1 to %d characters, not %d"
              .formatted(RecommendationRequest.MAX_TEXT, query.strip().length()));
    }
    Deadline deadline = Deadline.in(RecommendationRequest.DEFAULT_TIMEOUT);
    send(response, search.search(query, mode, count, filter, deadline), include);
  }

  private void similar(ServerRequest request, ServerResponse response) {
    SimilarBody body = Json.read(request, SimilarBody.class);
    if (body.positives() == null || body.positives().isEmpty()) {
      throw ProblemException.badRequest(
          "the field 'positives' is missing", "/positives", "needs at least one item id");
    }
    List<String> negatives = body.negatives().orElse(List.of());
    requireFew("/positives", body.positives());
    requireFew("/negatives", negatives);
    List<Found> found =
        search.similar(body.positives(), negatives, count(body.count()), body.filter());
    send(response, found, body.include().orElse(List.of()));
  }

  private void similarToItem(ServerRequest request, ServerResponse response) {
    Parameters parameters = Parameters.of(request, "count", "filter", "include");
    String id = IdPath.id(request);
    if (!search.exists(id)) {
      throw ProblemException.notFound("no item has the id '%s'".formatted(id));
    }
    int count = parameters.integer("count", 1, RecommendationRequest.MAX_COUNT, DEFAULT_COUNT);
    List<Found> found = search.similar(List.of(id), List.of(), count, parameters.text("filter"));
    send(response, found, parameters.list("include"));
  }

  private static void requireFew(String pointer, List<String> ids) {
    if (ids.size() > RecommendationRequest.MAX_ITEMS) {
      throw new InvalidRequestException(
          pointer,
          "has %d items; at most %d are read"
              .formatted(ids.size(), RecommendationRequest.MAX_ITEMS));
    }
  }

  private static int count(Optional<Integer> asked) {
    int count = asked.orElse(DEFAULT_COUNT);
    if (count < 1 || count > RecommendationRequest.MAX_COUNT) {
      throw new InvalidRequestException(
          "/count", "must be 1 to %d, not %d".formatted(RecommendationRequest.MAX_COUNT, count));
    }
    return count;
  }

  private static void send(ServerResponse response, List<Found> found, List<String> include) {
    Json.send(
        response,
        new Answer(
            found.stream()
                .map(f -> ItemView.of(f.item(), f.score(), Optional.empty(), include))
                .toList()));
  }
}
