package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drago.catalog.Item;
import dev.drago.ingest.Imports;
import dev.drago.interaction.UserPreferences;
import dev.drago.recommend.Impressions;
import dev.drago.recommend.Users;
import dev.drago.store.UserRepository.Stored;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Users and what they want of everything: {@code /v1/users}. */
final class UserRoutes implements HttpService {

  private static final IdPath USER = new IdPath("/users/{id}");
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 500;

  /** What a user wants of everything; what is left out is not wanted. */
  record Body(
      Optional<String> language,
      Optional<String> filter,
      Optional<List<String>> like,
      Optional<List<String>> dislike) {

    UserPreferences preferences() {
      try {
        return new UserPreferences(
            language, filter, like.orElse(List.of()), dislike.orElse(List.of()));
      } catch (IllegalArgumentException e) {
        throw ProblemException.unprocessable(String.valueOf(e.getMessage()));
      }
    }
  }

  /** A user as shown. */
  record View(
      String userId,
      Optional<String> language,
      Optional<String> filter,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> like,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> dislike,
      long interactions,
      Optional<Instant> lastSeen) {

    static View of(Stored user) {
      UserPreferences wanted = user.preferences();
      return new View(
          user.id(),
          wanted.language(),
          wanted.filter(),
          wanted.like(),
          wanted.dislike(),
          user.interactions(),
          user.lastSeen());
    }
  }

  /** A page of users; the cursor is absent on the last one. */
  record PageAnswer(List<View> users, Optional<String> nextCursor) {}

  private final Users users;
  private final Impressions impressions;
  private final Imports imports;

  UserRoutes(Users users, Impressions impressions, Imports imports) {
    this.users = users;
    this.impressions = impressions;
    this.imports = imports;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/users", this::list)
        .route(Method.GET, USER, this::get)
        .route(Method.PUT, USER, this::put)
        .route(Method.DELETE, USER, this::delete);
  }

  private void list(ServerRequest request, ServerResponse response) {
    Parameters parameters = Parameters.of(request, "limit", "cursor");
    int limit = parameters.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    List<Stored> found = users.page(parameters.cursor("cursor"), limit + 1);
    List<Stored> page = found.subList(0, Math.min(limit, found.size()));
    Optional<String> next =
        found.size() > limit
            ? Optional.of(Long.toString(page.getLast().number()))
            : Optional.empty();
    Json.send(response, new PageAnswer(page.stream().map(View::of).toList(), next));
  }

  private void get(ServerRequest request, ServerResponse response) {
    String id = id(request);
    Json.send(response, View.of(users.find(id).orElseThrow(() -> noUser(id))));
  }

  /** Creates (201) a user or replaces (200) what they want. */
  private void put(ServerRequest request, ServerResponse response) {
    String id = id(request);
    boolean isNew = users.put(id, Json.read(request, Body.class).preferences());
    View view = View.of(users.find(id).orElseThrow(() -> noUser(id)));
    Json.send(response, isNew ? Status.CREATED_201 : Status.OK_200, view);
  }

  private void delete(ServerRequest request, ServerResponse response) {
    String id = id(request);
    boolean known = impressions.forget(id, () -> users.erase(id));
    imports.forget(id); // also of one who is in what was left out alone
    if (!known) {
      throw noUser(id);
    }
    response.status(Status.NO_CONTENT_204).send();
  }

  private static String id(ServerRequest request) {
    try {
      return Item.requireId(IdPath.id(request));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static ProblemException noUser(String id) {
    return ProblemException.notFound("no user has the id '%s'".formatted(id));
  }
}
