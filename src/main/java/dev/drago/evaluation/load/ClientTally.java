package dev.drago.evaluation.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What one client saw; written by its thread alone, read when that has ended. */
final class ClientTally {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  /**
   * To one part in a hundred: a third digit would take eight times the memory, and hundreds of
   * clients would have the generator collect garbage for so long that the server seems slow.
   */
  final Histogram nanos = new Histogram(2);

  final Map<String, Long> errors = new TreeMap<>();
  long degraded;
  long unsent;
  long lastAnswer;
  long cpuNanos;

  private final LoadTally all;

  /**
   * Before the first answer, the last was when the measurement began.
   *
   * @param all what all clients see
   */
  ClientTally(long measuredFrom, LoadTally all) {
    this.lastAnswer = measuredFrom;
    this.all = all;
  }

  /**
   * An answer came.
   *
   * @param latencyNanos from when it was due
   * @param exchangeNanos from when it was sent
   */
  void answered(int status, boolean isDegraded, long latencyNanos, long exchangeNanos) {
    if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
      all.refused().recordValue(Math.max(0, exchangeNanos));
    }
    if (status >= 400) {
      failed(Integer.toString(status));
    } else {
      took(latencyNanos);
      degraded += isDegraded ? 1 : 0;
    }
  }

  void failed(String how) {
    errors.merge(how, 1L, Long::sum);
  }

  void leftUnsent(long waitedNanos) {
    unsent++;
    took(waitedNanos);
  }

  private void took(long some) {
    nanos.recordValue(Math.max(0, some));
    all.answered().recordValue(Math.max(0, some));
  }

  /** Answers that were not errors. */
  long served() {
    return nanos.getTotalCount() - unsent;
  }

  long requests() {
    return served() + errors.values().stream().mapToLong(Long::longValue).sum();
  }
}
