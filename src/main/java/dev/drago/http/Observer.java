package dev.drago.http;

import dev.drago.access.ApiKey;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Instant;
import java.util.Optional;

/** Counts and logs each request when it has been answered, or its client has gone. */
final class Observer implements Filter {

  private static final int CLIENT_GONE = 499;
  private static final int FIRST_ERROR = 400;
  private static final double MILLIS = 1e-6;

  private final HttpMetrics metrics;
  private final Optional<AccessLog> log;

  Observer(HttpMetrics metrics, Optional<AccessLog> log) {
    this.metrics = metrics;
    this.log = log;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    long start = System.nanoTime();
    boolean gone = true; // nothing but that comes out of the error handlers as an exception
    try {
      chain.proceed();
      gone = false;
    } finally {
      observe(request, response, gone ? CLIENT_GONE : response.status().code(), start);
    }
  }

  private void observe(
      RoutingRequest request, RoutingResponse response, int status, long startNanos) {
    long nanos = System.nanoTime() - startNanos;
    Optional<Route> route = request.context().get(Route.class);
    metrics.answered(route, status, nanos);
    log.ifPresent(
        to ->
            to.write(
                new AccessLog.Line(
                    Instant.now(),
                    RequestId.of(response),
                    TraceParent.traceId(request.headers()),
                    route.map(Route::method).orElse("other"),
                    route.map(Route::template).orElse("other"),
                    status,
                    response.bytesWritten(),
                    Math.round(nanos * MILLIS * 1e3) / 1e3,
                    request.context().get(ApiKey.class).map(ApiKey::name),
                    problem(status))));
  }

  private static Optional<String> problem(int status) {
    if (status == CLIENT_GONE) {
      return Optional.of("Client Gone");
    }
    return status < FIRST_ERROR
        ? Optional.empty()
        : Optional.of(Status.create(status).reasonPhrase());
  }
}
