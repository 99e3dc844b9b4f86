package dev.drago.http;

import dev.drago.recommend.Hues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;

/** {@code /v1/hues}: colours by which like items look alike. */
final class HueRoutes implements HttpService {

  private static final int MOST = 200;

  /** Degrees by item id. */
  record Answer(Map<String, Integer> hues) {}

  private final Hues hues;

  HueRoutes(Hues hues) {
    this.hues = hues;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/hues", this::hues);
  }

  private void hues(ServerRequest request, ServerResponse response) {
    Parameters parameters = Parameters.of(request, "ids");
    parameters.required("ids");
    List<String> ids = parameters.list("ids");
    if (ids.size() > MOST) {
      throw ProblemException.badRequest(
          "the parameter 'ids' names %d items; at most %d are answered"
              .formatted(ids.size(), MOST));
    }
    Json.send(response, new Answer(hues.of(ids)));
  }
}
