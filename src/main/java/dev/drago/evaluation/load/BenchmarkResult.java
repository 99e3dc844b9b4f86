package dev.drago.evaluation.load;

import java.util.Map;

/**
 * What one scenario measured. Latencies are those of answers that were not errors; in an open load
 * they run from the moment the request was due.
 *
 * @param arrivals {@code closed}, or the rate such as {@code 500/s}
 * @param requests answered within what was measured, errors among them
 * @param errors by status, or {@code timeout} or {@code connection} where there was none
 * @param degraded answers that say that a part of the work was left out for lack of time
 * @param unsent requests of an open load that were due and found no free client up to a second
 *     after its end. Each counts in the latencies with the time it had waited by then, which is
 *     less than it would have taken
 * @param seconds from the start of the measurement to its last answer
 * @param perSecond answers that were not errors
 * @param refusals how the server said that it had too much to do
 * @param fairness how differently the clients fared
 * @param generatorCores what the client threads themselves took of the machine, in cores
 */
public record BenchmarkResult(
    String scenario,
    String arrivals,
    int clients,
    long requests,
    Map<String, Long> errors,
    long degraded,
    long unsent,
    double seconds,
    double perSecond,
    double p50Millis,
    double p90Millis,
    double p99Millis,
    double maxMillis,
    Refusals refusals,
    Fairness fairness,
    double generatorCores) {

  /** Answers with status 429 or 503; latencies from when the request was sent. */
  public record Refusals(long count, double p99Millis, double maxMillis) {}

  /**
   * The luckiest and the unluckiest client. A client without a single answer counts as unlucky: its
   * fewest requests are 0.
   */
  public record Fairness(
      double lowestP99Millis, double highestP99Millis, long fewestRequests, long mostRequests) {}

  /** How many requests were answered by an error or not at all. */
  public long failed() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }
}
