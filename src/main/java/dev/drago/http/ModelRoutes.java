package dev.drago.http;

import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code GET /v1/models} and {@code GET /v1/models/{id}}, in OpenAI's shape. */
final class ModelRoutes implements HttpService {

  /**
   * A model.
   *
   * @param created when this server was started, in seconds since 1970
   */
  record Model(String id, String object, long created, String owned_by) {}

  /** All of them. */
  record Models(String object, List<Model> data) {}

  private final OpenAiModels models;
  private final long created = Instant.now().getEpochSecond();

  ModelRoutes(OpenAiModels models) {
    this.models = models;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/models", new OpenAiHandler(this::list))
        .route(Method.GET, new IdPath("/models/{id}"), new OpenAiHandler(this::one));
  }

  private void list(ServerRequest request, ServerResponse response) {
    Json.send(response, new Models("list", models.ids().stream().map(this::model).toList()));
  }

  private void one(ServerRequest request, ServerResponse response) {
    String id = IdPath.id(request);
    if (!models.ids().contains(id)) {
      throw new OpenAiException(
          Status.NOT_FOUND_404,
          "there is no model '%s'; there are: %s".formatted(id, String.join(", ", models.ids())),
          Optional.of("model"),
          Optional.of("model_not_found"));
    }
    Json.send(response, model(id));
  }

  private Model model(String id) {
    return new Model(id, "model", created, "drago");
  }
}
