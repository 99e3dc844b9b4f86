package dev.drago.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.drago.interaction.Interaction;
import dev.drago.recommend.Impressions;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.InvalidRequestException;
import dev.drago.recommend.InvalidRequestException.Violation;
import dev.drago.store.InteractionOrder;
import dev.drago.store.InteractionRepository.Outcome;
import dev.drago.store.InteractionRepository.Stored;
import dev.drago.store.RequestKey;
import dev.drago.store.ReusedKeyException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/interactions} and {@code GET /v1/users/{id}/interactions}. */
final class InteractionRoutes implements HttpService {

  private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
  private static final int MAX_LIMIT = 1_000;
  private static final int DEFAULT_LIMIT = 100;

  /** One interaction as sent and shown. */
  record Body(
      String userId,
      String itemId,
      Optional<String> type,
      Optional<Double> value,
      Optional<Instant> at,
      Optional<String> eventId,
      Optional<String> recommendationId) {

    /**
     * @param otherwise the event id where none was sent
     */
    Interaction toInteraction(Optional<String> otherwise) {
      try {
        return interaction(otherwise);
      } catch (IllegalArgumentException e) {
        String detail = String.valueOf(e.getMessage());
        throw new ProblemException(
            Problem.of(Problem.UNPROCESSABLE, detail, List.of(new Violation("", detail))));
      }
    }

    private Interaction interaction(Optional<String> otherwise) {
      return new Interaction(
          required("userId", userId),
          required("itemId", itemId),
          type.orElse(Interaction.DEFAULT_TYPE),
          value,
          // What is sent as it happens happened now: without a time it would be the oldest.
          at.or(() -> Optional.of(Instant.now())),
          eventId.or(() -> otherwise),
          recommendationId);
    }

    private static String required(String field, @Nullable String value) {
      if (value == null) {
        throw ProblemException.badRequest(
            "the field '" + field + "' is missing", "/" + field, "is required");
      }
      return value;
    }

    static Body of(Interaction i) {
      return new Body(
          i.userId(),
          i.itemId(),
          Optional.of(i.type()),
          i.value(),
          i.at(),
          i.eventId(),
          i.recommendationId());
    }
  }

  /** One of the interactions of a request, still to be read; where it is, for messages. */
  private record Element(String pointer, Supplier<JsonNode> json) {}

  /**
   * What was sent, as far as it can be read.
   *
   * @param good by number of their element
   * @param problems the same for what cannot be read
   */
  private record Sent(
      List<Element> elements,
      Map<Integer, Interaction> good,
      Map<Integer, ProblemException> problems,
      Optional<RequestKey> key) {

    static Sent of(List<Element> elements, Optional<String> idempotencyKey) {
      Map<Integer, Body> bodies = new LinkedHashMap<>();
      Map<Integer, ProblemException> problems = new TreeMap<>();
      StringBuilder content = new StringBuilder();
      for (int i = 0; i < elements.size(); i++) {
        try {
          Body body = Json.convert(elements.get(i).json().get(), Body.class);
          body.toInteraction(Optional.empty()); // what it would be refused for is known before
          bodies.put(i, body);
          content.append(new String(Json.bytes(body), StandardCharsets.UTF_8));
        } catch (ProblemException e) {
          problems.put(i, e);
          content.append(e.getMessage());
        }
        content.append('\n');
      }
      Optional<RequestKey> key = idempotencyKey.map(name -> requestKey(name, content.toString()));
      Map<Integer, Interaction> good = new LinkedHashMap<>();
      bodies.forEach(
          (i, body) -> good.put(i, body.toInteraction(key.map(name -> name.eventId(i)))));
      return new Sent(elements, good, problems, key);
    }

    private static RequestKey requestKey(String name, String content) {
      try {
        return RequestKey.of(name, content);
      } catch (IllegalArgumentException e) {
        throw ProblemException.badRequest(
            "the header %s: %s".formatted(IDEMPOTENCY_KEY, e.getMessage()));
      }
    }
  }

  /**
   * What became of several interactions. Those without an error are durable.
   *
   * @param errors with a pointer to the element, or to the line for JSON Lines
   */
  record Receipt(int stored, int duplicates, List<Violation> errors) {}

  /** A page of a user's interactions. */
  record PageAnswer(List<Body> interactions, Optional<String> nextCursor) {}

  private final InteractionLog log;
  private final Impressions impressions;

  InteractionRoutes(InteractionLog log, Impressions impressions) {
    this.log = log;
    this.impressions = impressions;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .post("/interactions", this::append)
        .route(Method.GET, new IdPath("/users/{id}/interactions"), this::page);
  }

  /** One object, an array, or JSON Lines; answered once durable. */
  private void append(ServerRequest request, ServerResponse response) {
    Optional<String> key = request.headers().first(IDEMPOTENCY_KEY);
    if (JsonLines.isSent(request)) {
      Json.send(response, append(Sent.of(lines(JsonLines.read(request)), key)));
      return;
    }
    JsonNode body = Json.read(request, JsonNode.class);
    if (body instanceof ArrayNode array) {
      List<Element> elements = new ArrayList<>();
      array.forEach(node -> elements.add(new Element("/" + elements.size(), () -> node)));
      Json.send(response, append(Sent.of(elements, key)));
      return;
    }
    Sent one = Sent.of(List.of(new Element("", () -> body)), key);
    Receipt receipt = append(one);
    if (!one.problems().isEmpty()) {
      throw one.problems().values().iterator().next();
    }
    if (!receipt.errors().isEmpty()) {
      throw new InvalidRequestException(receipt.errors());
    }
    Json.send(response, receipt.stored() > 0 ? Status.CREATED_201 : Status.OK_200, receipt);
  }

  private static List<Element> lines(List<byte[]> lines) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      byte[] line = lines.get(i);
      if (!JsonLines.isBlank(line)) {
        elements.add(new Element("/" + i, () -> Json.tree(line)));
      }
    }
    return elements;
  }

  /** Stores the good ones; a bad one does not stop the others. */
  private Receipt append(Sent sent) {
    Map<Integer, Violation> errors = new TreeMap<>();
    sent.problems()
        .forEach(
            (i, problem) -> {
              Violation error =
                  problem.problem().errors().isEmpty()
                      ? new Violation("", problem.problem().detail())
                      : problem.problem().errors().getFirst();
              errors.put(
                  i,
                  new Violation(
                      sent.elements().get(i).pointer() + error.pointer(), error.detail()));
            });
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    if (!sent.good().isEmpty()) {
      Iterator<Outcome> outcomes = store(sent).iterator();
      sent.good()
          .forEach(
              (i, interaction) -> {
                Outcome outcome = outcomes.next();
                counts.merge(outcome, 1, Integer::sum);
                if (outcome == Outcome.STORED) {
                  impressions.happened(interaction);
                }
                if (outcome == Outcome.UNKNOWN_ITEM) {
                  String pointer = sent.elements().get(i).pointer() + "/itemId";
                  errors.put(i, new Violation(pointer, unknownItem(interaction)));
                }
              });
    }
    return new Receipt(
        counts.getOrDefault(Outcome.STORED, 0),
        counts.getOrDefault(Outcome.DUPLICATE, 0),
        List.copyOf(errors.values()));
  }

  private List<Outcome> store(Sent sent) {
    List<Interaction> good = List.copyOf(sent.good().values());
    try {
      return sent.key().isPresent() ? log.append(good, sent.key().get()) : log.append(good);
    } catch (ReusedKeyException e) {
      throw ProblemException.unprocessable(
          "the %s is that of a request that said something else".formatted(IDEMPOTENCY_KEY));
    }
  }

  private static String unknownItem(Interaction interaction) {
    return "no item has the id '%s'".formatted(interaction.itemId());
  }

  private void page(ServerRequest request, ServerResponse response) {
    Parameters parameters = Parameters.of(request, "order", "limit", "cursor");
    int limit = parameters.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    String user = IdPath.id(request);
    InteractionOrder order =
        parameters.choice("order", InteractionOrder.class, InteractionOrder.ARRIVAL);
    List<Stored> stored = log.page(user, order, parameters.cursor("cursor"), limit);
    Optional<String> next =
        stored.size() < limit
            ? Optional.empty()
            : Optional.of(Long.toString(stored.getLast().arrival()));
    Json.send(
        response,
        new PageAnswer(stored.stream().map(s -> Body.of(s.interaction())).toList(), next));
  }
}
