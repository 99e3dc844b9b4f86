package dev.drago.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why a request is not let in.
 *
 * @param reason one word, as metrics show it
 * @param code as OpenAI's clients know it
 * @param detail a sentence; never with a key in it
 * @param retryAfter when to come again
 */
record Refusal(
    Status status, String reason, String code, String detail, Optional<Duration> retryAfter) {

  /** All there are. */
  static final List<String> REASONS =
      List.of("unauthorized", "forbidden", "rate", "in_flight", "stopping");

  private static final Duration SOON = Duration.ofSeconds(1);

  static Refusal unauthorized(String detail) {
    return new Refusal(
        Status.UNAUTHORIZED_401, "unauthorized", "invalid_api_key", detail, Optional.empty());
  }

  static Refusal forbidden(String detail) {
    return new Refusal(
        Status.FORBIDDEN_403, "forbidden", "insufficient_permissions", detail, Optional.empty());
  }

  static Refusal tooOften(String name, Duration wait) {
    return new Refusal(
        Status.TOO_MANY_REQUESTS_429,
        "rate",
        "rate_limit_exceeded",
        "the key '%s' has asked as often as it may for now".formatted(name),
        Optional.of(wait));
  }

  static Refusal stopping() {
    return new Refusal(
        Status.SERVICE_UNAVAILABLE_503,
        "stopping",
        "overloaded",
        "the server is stopping",
        Optional.of(SOON));
  }

  static Refusal busy(int inside) {
    return new Refusal(
        Status.SERVICE_UNAVAILABLE_503,
        "in_flight",
        "overloaded",
        "%d requests are being answered, as many as this server takes at once".formatted(inside),
        Optional.of(SOON));
  }

  /** Answers, in the shape that clients of this route read. */
  void send(RoutingResponse response, String path) {
    if (status.equals(Status.UNAUTHORIZED_401)) {
      response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"drago\"");
    }
    retryAfter.ifPresent(
        wait ->
            response.header(
                HeaderNames.RETRY_AFTER,
                Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()))));
    if (OpenAiHandler.isResponsibleFor(path)) {
      Json.send(response, status, OpenAiHandler.error(status, detail, Optional.of(code)).body());
    } else {
      Json.sendProblem(response, Problem.of(status, detail));
    }
  }
}
