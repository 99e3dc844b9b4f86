package dev.drago.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.Optional;

/**
 * What requests there were. No label has anything of a request but its route and method: the values
 * are those of the contract, however hostile the requests.
 */
final class HttpMetrics {

  private static final double[] SECONDS = {
    .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60
  };
  private static final double[] STAGE_SECONDS = {
    .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };
  private static final double NANOS = 1e-9;
  private static final String OTHER = "other";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Histogram seconds;
  private final Histogram stages;
  private final Counter refused;

  HttpMetrics() {
    this.seconds =
        Histogram.builder()
            .name("drago_http_request_duration_seconds")
            .help("How long requests took, from their head to the end of their answer.")
            .labelNames("method", "route", "status")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    this.stages =
        Histogram.builder()
            .name("drago_stage_duration_seconds")
            .help("How long the stages of a recommendation or a turn took.")
            .labelNames("stage")
            .classicOnly()
            .classicUpperBounds(STAGE_SECONDS)
            .register(registry);
    this.refused =
        Counter.builder()
            .name("drago_http_requests_refused_total")
            .help("Requests that were not let in.")
            .labelNames("reason")
            .register(registry);
    Refusal.REASONS.forEach(refused::initLabelValues); // 0 is there before the first
  }

  /** Where all is registered that {@code /metrics} shows. */
  PrometheusRegistry registry() {
    return registry;
  }

  /** A request has been answered, or its client has gone: a status of 499. */
  void answered(Optional<Route> route, int status, long nanos) {
    seconds
        .labelValues(
            route.map(Route::method).orElse(OTHER),
            route.map(Route::template).orElse(OTHER),
            status / 100 + "xx")
        .observe(nanos * NANOS);
  }

  /**
   * @param nanos by stage; their names are the program's
   */
  void stages(Map<String, Long> nanos) {
    nanos.forEach((stage, took) -> stages.labelValues(stage).observe(took * NANOS));
  }

  void refused(String reason) {
    refused.labelValues(reason).inc();
  }
}
