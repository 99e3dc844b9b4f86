package dev.drago.http;

import dev.drago.inference.Caller;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a request goes through before a handler sees it: is there such a route, may a browser ask,
 * may this key, is there room. While it is answered its connection is watched: when the client goes
 * away, what models compute for it is given up.
 */
final class Gate implements Filter {

  private final RouteTable routes;
  private final CrossOrigin crossOrigin;
  private final Doorkeeper doorkeeper;
  private final InFlight inFlight;
  private final HttpMetrics metrics;
  private final AtomicBoolean stopping;

  Gate(
      RouteTable routes,
      CrossOrigin crossOrigin,
      Doorkeeper doorkeeper,
      InFlight inFlight,
      HttpMetrics metrics,
      AtomicBoolean stopping) {
    this.routes = routes;
    this.crossOrigin = crossOrigin;
    this.doorkeeper = doorkeeper;
    this.inFlight = inFlight;
    this.metrics = metrics;
    this.stopping = stopping;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    try {
      letThrough(chain, request, response);
    } finally {
      Line.current().idle();
    }
  }

  private void letThrough(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String path = request.prologue().uriPath().rawPath();
    Optional<Refusal> foreign = crossOrigin.refusal(request);
    if (foreign.isPresent()) {
      refuse(foreign.get(), response, path);
      return;
    }
    if (crossOrigin.answers(request, response)) {
      return;
    }
    Optional<Route> route = routes.find(request.prologue().method().text(), path);
    if (route.isEmpty()) {
      notFound(request, response);
      return;
    }
    request.context().register(route.get());
    switch (doorkeeper.judge(route.get(), request.headers())) {
      case Doorkeeper.Verdict.Refused refused -> {
        refused.key().ifPresent(request.context()::register);
        refuse(refused.refusal(), response, path);
      }
      case Doorkeeper.Verdict.Admitted admitted -> {
        admitted.key().ifPresent(request.context()::register);
        admit(route.get(), chain, request, response);
      }
    }
  }

  private void admit(
      Route route, FilterChain chain, RoutingRequest request, RoutingResponse response) {
    Line line = Line.current();
    if (route.isNeverThrottled()) {
      line.working();
      chain.proceed();
      return;
    }
    if (stopping.get()) {
      response.header(HeaderValues.CONNECTION_CLOSE);
      refuse(Refusal.stopping(), response, route.template());
      return;
    }
    Caller caller = new Caller(RequestId.of(response));
    InFlight.Place place = inFlight.place();
    try (place) {
      if (route.takesBody() && hasBody(request)) {
        request.streamFilter(
            body -> new ArrivingBody(body, () -> takePlace(place, line, caller, route)));
      } else if (place.tryTake()) {
        line.working();
        watch(line, caller, route);
      } else {
        refuse(Refusal.busy(inFlight.count()), response, route.template());
        return;
      }
      caller.run(chain::proceed);
      if (response.status().code() != Status.SERVICE_UNAVAILABLE_503.code()) {
        place.answered();
      }
    } finally {
      line.unwatched();
    }
  }

  /** By its headers: to ask for the content would be to get it before it has a filter. */
  private static boolean hasBody(RoutingRequest request) {
    return request.headers().contains(HeaderNames.TRANSFER_ENCODING)
        || request.headers().contentLength().orElse(0) > 0;
  }

  private void takePlace(InFlight.Place place, Line line, Caller caller, Route route) {
    if (place.isLeft()) {
      return; // nobody read it, and Helidon does so after the answer
    }
    line.working();
    if (!place.tryTake()) {
      Refusal busy = Refusal.busy(inFlight.count());
      metrics.refused(busy.reason());
      throw new ProblemException(Problem.of(busy.status(), busy.detail()));
    }
    watch(line, caller, route);
  }

  private static void watch(Line line, Caller caller, Route route) {
    if (!route.writes()) {
      line.watch(caller);
    }
  }

  private void refuse(Refusal refusal, RoutingResponse response, String path) {
    metrics.refused(refusal.reason());
    refusal.send(response, path);
  }

  private static void notFound(RoutingRequest request, RoutingResponse response) {
    if (request.prologue().method().equals(Method.HEAD)) {
      response.status(Status.NOT_FOUND_404).send(); // the answer to HEAD has no body
      return;
    }
    Json.sendProblem(
        response,
        Problem.of(
            Status.NOT_FOUND_404,
            "there is no %s %s; /openapi.json lists the routes"
                .formatted(request.prologue().method().text(), request.path().path())));
  }
}
