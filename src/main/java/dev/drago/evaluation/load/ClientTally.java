package dev.drago.evaluation.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What one client saw; written by its thread alone, read when that has ended. */
final class ClientTally {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  final Histogram nanos = new Histogram(3);

  /**
   * Of the answers by which a server says that it has too much to do, from the sending. To one part
   * in a hundred: a third digit would take eight times the memory, for every client.
   */
  final Histogram refusedNanos = new Histogram(2);

  final Map<String, Long> errors = new TreeMap<>();
  long degraded;
  long unsent;
  long lastAnswer;
  long cpuNanos;

  /** Before the first answer, the last was when the measurement began. */
  ClientTally(long measuredFrom) {
    lastAnswer = measuredFrom;
  }

  /**
   * An answer came.
   *
   * @param latencyNanos from when it was due
   * @param exchangeNanos from when it was sent
   */
  void answered(int status, boolean isDegraded, long latencyNanos, long exchangeNanos) {
    if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
      refusedNanos.recordValue(Math.max(0, exchangeNanos));
    }
    if (status >= 400) {
      failed(Integer.toString(status));
    } else {
      nanos.recordValue(Math.max(0, latencyNanos));
      degraded += isDegraded ? 1 : 0;
    }
  }

  void failed(String how) {
    errors.merge(how, 1L, Long::sum);
  }

  void leftUnsent(long waitedNanos) {
    unsent++;
    nanos.recordValue(Math.max(0, waitedNanos));
  }

  /** Answers that were not errors. */
  long served() {
    return nanos.getTotalCount() - unsent;
  }

  long requests() {
    return served() + errors.values().stream().mapToLong(Long::longValue).sum();
  }
}
