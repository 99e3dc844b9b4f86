package dev.drago.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Locale;

/**
 * What requests there were. No label has anything of a request but its route and method: the values
 * are those of the contract, however hostile the requests.
 */
final class HttpMetrics {

  private static final double[] SECONDS = {
    .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60
  };

  private final Histogram seconds;
  private final Counter refused;

  HttpMetrics(PrometheusRegistry registry) {
    this.seconds =
        Histogram.builder()
            .name("drago_http_request_duration_seconds")
            .help("How long requests took, from their head to the end of their answer")
            .unit(Unit.SECONDS)
            .labelNames("method", "route", "status")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    this.refused =
        Counter.builder()
            .name("drago_http_refused_total")
            .help("Requests that were not let in")
            .labelNames("reason")
            .register(registry);
  }

  /** A request was answered; one whose client went away has the status 499, as nginx calls it. */
  void answered(Route route, int status, double took) {
    String family = String.format(Locale.ROOT, "%dxx", status / 100);
    seconds.labelValues(route.method(), route.template(), family).observe(took);
  }

  void refused(String reason) {
    refused.labelValues(reason).inc();
  }
}
