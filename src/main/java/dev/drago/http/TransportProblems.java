package dev.drago.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportRequest;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.Optional;

/**
 * Problem documents, or OpenAI's errors on its routes, for requests that never reach a route: what
 * is not HTTP, and bodies too large.
 */
final class TransportProblems implements DirectHandler {

  static final String TOO_LARGE = "the body is larger than this server takes";

  private TransportProblems() {}

  static DirectHandlers handlers() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (EventType event : EventType.values()) {
      handlers.addHandler(event, new TransportProblems());
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType event,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    // Helidon may have no message, and no headers either when it gave up early.
    String said = message == null || message.isBlank() ? status.reasonPhrase() : message;
    if (status.equals(Status.REQUEST_ENTITY_TOO_LARGE_413)) {
      said = TOO_LARGE;
      Line.current().leaveUnread();
    }
    boolean openAi = OpenAiHandler.isResponsibleFor(request.path());
    Object body =
        openAi
            ? OpenAiHandler.error(status, said, Optional.empty()).body()
            : Problem.of(status, said);
    headers.set(HeaderNames.CONTENT_TYPE, openAi ? "application/json" : "application/problem+json");
    headers.set(RequestId.HEADER, RequestId.of(request.headers()));
    headers.set(HeaderNames.SERVER, "drago");
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .keepAlive(event.keepAlive())
        .entity(Json.bytes(body))
        .build();
  }
}
