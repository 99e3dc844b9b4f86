package dev.drago.http;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** {@code /v1/reindex}: builds the indexes anew while the old ones serve. */
final class ReindexRoutes implements HttpService {

  private final Reindexing reindexing;

  ReindexRoutes(Reindexing reindexing) {
    this.reindexing = reindexing;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/reindex", this::start).get("/reindex", this::progress);
  }

  private void start(ServerRequest request, ServerResponse response) {
    if (!reindexing.start()) {
      throw new ProblemException(
          Problem.of(
              Status.CONFLICT_409,
              "the indexes are being built anew already; GET /v1/reindex tells how far it is"));
    }
    Json.send(response, Status.ACCEPTED_202, reindexing.progress());
  }

  private void progress(ServerRequest request, ServerResponse response) {
    Json.send(response, reindexing.progress());
  }
}
