package dev.drago.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drago.interaction.Interaction;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.InvalidRequestException.Violation;
import dev.drago.store.InteractionRepository.Outcome;
import dev.drago.store.InteractionRepository.Stored;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code POST /v1/interactions} and {@code GET /v1/users/{id}/interactions}. */
final class InteractionRoutes implements HttpService {

  private static final int MAX_LIMIT = 1_000;
  private static final int DEFAULT_LIMIT = 100;

  /** One interaction as sent and shown. */
  record Body(
      String userId,
      String itemId,
      Optional<String> type,
      Optional<Double> value,
      Optional<Instant> at,
      Optional<String> eventId) {

    Interaction toInteraction() {
      if (userId == null || itemId == null) {
        throw new IllegalArgumentException("an interaction needs userId and itemId");
      }
      return new Interaction(
          userId, itemId, type.orElse(Interaction.DEFAULT_TYPE), value, at, eventId);
    }

    static Body of(Interaction i) {
      return new Body(
          i.userId(), i.itemId(), Optional.of(i.type()), i.value(), i.at(), i.eventId());
    }
  }

  /**
   * What became of several interactions. Those without an error are durable.
   *
   * @param errors with a pointer to the element, or to the line for JSON Lines
   */
  record Receipt(int stored, int duplicates, List<Violation> errors) {}

  /** A page of a user's interactions in order of arrival. */
  record PageAnswer(List<Body> interactions, Optional<String> nextCursor) {}

  private final InteractionLog log;

  InteractionRoutes(InteractionLog log) {
    this.log = log;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/interactions", this::append).get("/users/{id}/interactions", this::page);
  }

  /** One object, an array, or JSON Lines; answered once durable. */
  private void append(ServerRequest request, ServerResponse response) {
    String type = request.headers().contentType().map(t -> t.mediaType().text()).orElse("");
    if (type.equals(JsonLines.MEDIA_TYPE) || type.equals("application/x-ndjson")) {
      appendLines(request, response);
      return;
    }
    JsonNode body = Json.read(request, JsonNode.class);
    if (body instanceof ArrayNode array) {
      List<JsonNode> nodes = new ArrayList<>();
      array.forEach(nodes::add);
      Json.send(response, appendAll(nodes, "/%d"));
      return;
    }
    Receipt receipt = appendAll(List.of(body), "");
    if (!receipt.errors().isEmpty()) {
      throw new ProblemException(
          Problem.of(
              Problem.UNPROCESSABLE, receipt.errors().getFirst().detail(), receipt.errors()));
    }
    Json.send(response, receipt.stored() > 0 ? Status.CREATED_201 : Status.OK_200, receipt);
  }

  private void appendLines(ServerRequest request, ServerResponse response) {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : request.content().as(String.class).split("\n", -1)) {
      try {
        nodes.add(line.isBlank() ? MissingNode.getInstance() : Json.tree(line));
      } catch (ProblemException e) {
        nodes.add(TextNode.valueOf(e.getMessage()));
      }
    }
    Json.send(response, appendAll(nodes, "/%d"));
  }

  private Receipt appendAll(List<JsonNode> nodes, String pointer) {
    List<Violation> errors = new ArrayList<>();
    List<Interaction> good = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).isMissingNode()) {
        continue;
      }
      try {
        good.add(Json.MAPPER.treeToValue(nodes.get(i), Body.class).toInteraction());
        places.add(i);
      } catch (JsonProcessingException e) {
        Problem problem = Json.malformed(e).problem();
        String detail =
            problem.errors().isEmpty()
                ? problem.detail()
                : problem.errors().getFirst().pointer()
                    + ": "
                    + problem.errors().getFirst().detail();
        errors.add(new Violation(pointer.formatted(i), detail));
      } catch (IllegalArgumentException e) {
        errors.add(new Violation(pointer.formatted(i), String.valueOf(e.getMessage())));
      }
    }
    int duplicates = 0;
    List<Outcome> outcomes = good.isEmpty() ? List.of() : log.append(good);
    for (int i = 0; i < outcomes.size(); i++) {
      switch (outcomes.get(i)) {
        case STORED -> {}
        case DUPLICATE -> duplicates++;
        case UNKNOWN_ITEM ->
            errors.add(
                new Violation(
                    pointer.formatted(places.get(i)),
                    "no item has the id '%s'".formatted(good.get(i).itemId())));
      }
    }
    int stored = (int) outcomes.stream().filter(o -> o == Outcome.STORED).count();
    return new Receipt(stored, duplicates, errors);
  }

  private void page(ServerRequest request, ServerResponse response) {
    Parameters parameters = Parameters.of(request, "limit", "cursor");
    int limit = parameters.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    String user = request.path().pathParameters().get("id");
    List<Stored> stored = log.page(user, parameters.cursor("cursor"), limit);
    Optional<String> next =
        stored.size() < limit
            ? Optional.empty()
            : Optional.of(Long.toString(stored.getLast().arrival()));
    Json.send(
        response,
        new PageAnswer(stored.stream().map(s -> Body.of(s.interaction())).toList(), next));
  }
}
