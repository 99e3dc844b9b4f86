package dev.drago.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;
import java.util.Set;

/**
 * Which pages of other origins a browser may let ask (CORS, WHATWG Fetch): none, unless named; and
 * none but those may write. Cookies play no part, so {@code *} gives away no more than any client
 * that is not a browser has.
 *
 * @param origins such as {@code https://shop.example}, or {@code *} for all
 */
record CrossOrigin(Set<String> origins) {

  private static final HeaderName REQUESTED = HeaderNames.create("Access-Control-Request-Method");
  private static final HeaderName ALLOW_ORIGIN = HeaderNames.create("Access-Control-Allow-Origin");
  private static final HeaderName ALLOW_METHODS =
      HeaderNames.create("Access-Control-Allow-Methods");
  private static final HeaderName ALLOW_HEADERS =
      HeaderNames.create("Access-Control-Allow-Headers");
  private static final HeaderName MAX_AGE = HeaderNames.create("Access-Control-Max-Age");
  private static final HeaderName EXPOSE = HeaderNames.create("Access-Control-Expose-Headers");
  private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
  private static final String ANY = "*";

  /** What changes nothing, and what asks whether something else may be sent. */
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /** What a browser says of a request by a page of this server, and by nobody's page. */
  private static final Set<String> OF_ITSELF = Set.of("same-origin", "none");

  CrossOrigin {
    origins = Set.copyOf(origins);
  }

  /**
   * Refuses what a page of another origin would change: a browser sends a form or a body without a
   * type for it without asking, and what it may not read the answer of, it must not write either.
   * Clients that are no browsers send neither of the headers that tell.
   */
  Optional<Refusal> refusal(RoutingRequest request) {
    Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
    if (READING.contains(request.prologue().method().text())
        || origin.filter(this::isNamed).isPresent()) {
      return Optional.empty();
    }
    boolean own =
        request
            .headers()
            .first(FETCH_SITE)
            .map(OF_ITSELF::contains)
            .orElseGet(() -> origin.map(from -> isHost(from, request)).orElse(true));
    return own
        ? Optional.empty()
        : Optional.of(
            Refusal.forbidden(
                "pages of %s may not write here; --cors-origin names those that may"
                    .formatted(origin.orElse("other origins"))));
  }

  private boolean isNamed(String origin) {
    return origins.contains(ANY) || origins.contains(origin);
  }

  private static boolean isHost(String origin, RoutingRequest request) {
    return origin.endsWith("://" + request.headers().first(HeaderNames.HOST).orElse(""));
  }

  /** Adds what a browser looks for; whether the request is answered by that. */
  boolean answers(RoutingRequest request, RoutingResponse response) {
    if (origins.isEmpty()) {
      return false;
    }
    // At the end, beside what the answer itself depends on.
    response.beforeSend(
        () -> response.headers().add(HeaderValues.create(HeaderNames.VARY, "Origin")));
    Optional<String> origin = request.headers().first(HeaderNames.ORIGIN).filter(this::isNamed);
    if (origin.isEmpty()) {
      return false;
    }
    response.header(ALLOW_ORIGIN, origins.contains(ANY) ? ANY : origin.get());
    response.header(EXPOSE, "X-Request-Id, Retry-After, Location");
    if (!request.prologue().method().equals(Method.OPTIONS)
        || !request.headers().contains(REQUESTED)) {
      return false;
    }
    response.header(ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE");
    response.header(
        ALLOW_HEADERS,
        "Authorization, Content-Type, Idempotency-Key, X-API-Key, X-Request-Id, traceparent");
    response.header(MAX_AGE, "600");
    response.status(Status.NO_CONTENT_204).send();
    return true;
  }
}
