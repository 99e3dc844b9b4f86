package dev.drago.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which pages of other origins a browser may let ask (CORS, WHATWG Fetch): none, unless named.
 * Cookies play no part, so {@code *} gives away no more than any client that is not a browser has.
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

  CrossOrigin {
    origins = Set.copyOf(origins);
  }

  /**
   * Whether a browser sends a form for a page of another origin, which it does without asking: what
   * such a page may not read the answer of, it must not be able to write either.
   */
  private boolean isForeignForm(RoutingRequest request) {
    Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
    boolean form =
        request
            .headers()
            .first(HeaderNames.CONTENT_TYPE)
            .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/"))
            .isPresent();
    if (!form || origin.isEmpty() || origins.contains(ANY) || origins.contains(origin.get())) {
      return false;
    }
    return request
        .headers()
        .first(FETCH_SITE)
        .map(site -> !site.equals("same-origin"))
        .orElseGet(
            () ->
                !origin
                    .get()
                    .replaceFirst("^[a-z]+://", "")
                    .equals(request.headers().first(HeaderNames.HOST).orElse("")));
  }

  /** Adds what a browser looks for; whether the request is answered by that. */
  boolean answers(RoutingRequest request, RoutingResponse response) {
    if (isForeignForm(request)) {
      Json.sendProblem(
          response,
          Problem.of(
              Status.FORBIDDEN_403,
              "pages of %s may not send forms here; --cors-origin names those that may"
                  .formatted(request.headers().first(HeaderNames.ORIGIN).orElse(""))));
      return true;
    }
    if (origins.isEmpty()) {
      return false;
    }
    // At the end, beside what the answer itself depends on.
    response.beforeSend(
        () -> response.headers().add(HeaderValues.create(HeaderNames.VARY, "Origin")));
    Optional<String> origin =
        request
            .headers()
            .first(HeaderNames.ORIGIN)
            .filter(asked -> origins.contains(ANY) || origins.contains(asked));
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
