package dev.drago.evaluation;

import org.HdrHistogram.Histogram;

/** How long a step took for one case, under the parallelism of the evaluation. */
public record Latency(double p50Millis, double p99Millis) {

  static Latency of(Histogram nanos) {
    return new Latency(nanos.getValueAtPercentile(50) / 1e6, nanos.getValueAtPercentile(99) / 1e6);
  }
}
