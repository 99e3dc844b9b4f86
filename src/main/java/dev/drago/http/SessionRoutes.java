package dev.drago.http;

import dev.drago.catalog.Item;
import dev.drago.conversation.Act;
import dev.drago.conversation.Conversations;
import dev.drago.conversation.Reply;
import dev.drago.conversation.Turn;
import dev.drago.conversation.Wording;
import dev.drago.recommend.InvalidRequestException;
import dev.drago.recommend.Language;
import dev.drago.recommend.Recommendation;
import dev.drago.recommend.RecommendationRequest;
import dev.drago.recommend.Users;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/sessions}: conversations that refine what is recommended. */
final class SessionRoutes implements HttpService {

  private static final int DEFAULT_COUNT = 10;
  private static final Map<String, Act> BUTTONS =
      Map.of("more", Act.MORE, "undo", Act.UNDO, "startOver", Act.START_OVER);

  /** The body that begins a conversation. */
  record BeginBody(
      Optional<String> userId,
      Optional<String> language,
      Optional<String> text,
      Optional<Integer> count,
      Optional<List<String>> include) {}

  /** The body of a turn: exactly one of {@code text}, {@code remove} and {@code act}. */
  record TurnBody(
      Optional<String> userId,
      Optional<String> text,
      Optional<List<Integer>> remove,
      Optional<String> act,
      Optional<Integer> count,
      Optional<List<String>> include) {

    Turn turn() {
      List<Turn> turns = new ArrayList<>();
      text.ifPresent(words -> turns.add(new Turn.Words(words)));
      remove.ifPresent(statements -> turns.add(new Turn.Removal(statements)));
      act.ifPresent(name -> turns.add(new Turn.Button(button(name))));
      if (turns.size() != 1) {
        throw new InvalidRequestException(
            "", "a turn has exactly one of text, remove and act, not " + turns.size());
      }
      return turns.getFirst();
    }

    private static Act button(String name) {
      Act act = BUTTONS.get(name);
      if (act == null) {
        throw new InvalidRequestException(
            "/act", "must be one of more, undo, startOver, not '%s'".formatted(name));
      }
      return act;
    }
  }

  private final Conversations conversations;
  private final Users users;
  private final Wording wording;
  private final Map<String, String> models;
  private final HttpMetrics metrics;

  /**
   * @param models checksum by role, for the answer's versions
   */
  SessionRoutes(
      Conversations conversations,
      Users users,
      Wording wording,
      Map<String, String> models,
      HttpMetrics metrics) {
    this.metrics = metrics;
    this.conversations = conversations;
    this.users = users;
    this.wording = wording;
    this.models = models;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .post("/sessions", this::begin)
        .route(Method.GET, new IdPath("/sessions/{id}"), this::find)
        .route(Method.DELETE, new IdPath("/sessions/{id}"), this::end)
        .route(Method.POST, new IdPath("/sessions/{id}/turns"), this::turn);
  }

  private void begin(ServerRequest request, ServerResponse response) {
    BeginBody body = Json.read(request, BeginBody.class);
    body.userId().ifPresent(SessionRoutes::requireUser);
    Optional<Language> language =
        body.language()
            .map(code -> Parameters.choice("language", code, Language.class))
            .or(() -> body.userId().flatMap(users::language));
    Optional<Turn> first = body.text().map(Turn.Words::new);
    int count = count(body.count());
    Conversations.Standing begun = conversations.begin(body.userId(), language);
    String id = begun.session().id();
    Optional<SessionView.TurnAnswer> reply;
    try {
      reply =
          first.map(
              turn ->
                  answer(
                      conversations.take(id, body.userId(), turn, count),
                      body.include().orElse(List.of())));
    } catch (RuntimeException e) { // nobody will hear of the session
      conversations.end(id, body.userId());
      throw e;
    }
    response.header(HeaderNames.LOCATION, "/v1/sessions/" + id);
    Conversations.Standing now = reply.isPresent() ? conversations.find(id, body.userId()) : begun;
    Json.send(response, Status.CREATED_201, SessionView.of(now, reply));
  }

  private void find(ServerRequest request, ServerResponse response) {
    Optional<String> speaker = Parameters.of(request, "userId").text("userId");
    Json.send(
        response,
        SessionView.of(conversations.find(IdPath.id(request), speaker), Optional.empty()));
  }

  private void end(ServerRequest request, ServerResponse response) {
    Optional<String> speaker = Parameters.of(request, "userId").text("userId");
    conversations.end(IdPath.id(request), speaker);
    response.status(Status.NO_CONTENT_204).send();
  }

  private void turn(ServerRequest request, ServerResponse response) {
    TurnBody body = Json.read(request, TurnBody.class);
    Reply reply =
        conversations.take(IdPath.id(request), body.userId(), body.turn(), count(body.count()));
    metrics.stages(reply.stages());
    List<String> include = body.include().orElse(List.of());
    if (EventStream.isPreferred(request, response)) {
      stream(response, reply, include);
    } else {
      Json.send(response, answer(reply, include));
    }
  }

  /** All that can be refused has been: the turn is on disk before the first event. */
  private void stream(ServerResponse response, Reply reply, List<String> include) {
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    try (EventStream events = EventStream.open(response)) {
      events.send("understood", SessionView.Understood.of(reply));
      events.send("items", new SessionView.ItemsEvent(items(reply, include), reply.relaxations()));
      wording.write(reply, piece -> events.send("text", new SessionView.TextEvent(piece)));
      events.send(
          "done",
          new SessionView.DoneEvent(
              reply.degraded(), versions(reply), SessionView.millis(reply.stages())));
    }
  }

  private SessionView.TurnAnswer answer(Reply reply, List<String> include) {
    StringBuilder text = new StringBuilder();
    wording.write(reply, text::append);
    return new SessionView.TurnAnswer(
        SessionView.Understood.of(reply),
        items(reply, include),
        text.toString(),
        reply.relaxations(),
        reply.degraded(),
        versions(reply),
        SessionView.millis(reply.stages()));
  }

  private static List<ItemView> items(Reply reply, List<String> include) {
    return reply.ranking().map(Recommendation::items).orElse(List.of()).stream()
        .map(r -> ItemView.of(r.item(), r.score(), Optional.of(r.shares()), include))
        .toList();
  }

  private Versions versions(Reply reply) {
    return new Versions(reply.catalogVersion(), models);
  }

  private static int count(Optional<Integer> asked) {
    int count = asked.orElse(DEFAULT_COUNT);
    if (count < 1 || count > RecommendationRequest.MAX_COUNT) {
      throw new InvalidRequestException(
          "/count", "must be 1 to %d, not %d".formatted(RecommendationRequest.MAX_COUNT, count));
    }
    return count;
  }

  private static void requireUser(String id) {
    try {
      Item.requireId(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("/userId", String.valueOf(e.getMessage()));
    }
  }
}
