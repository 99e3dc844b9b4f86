package dev.drago.evaluation.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One client: one connection, one request under way at most. */
final class Client implements Runnable {

  /** A server that refuses connections is not to be asked a hundred thousand times a second. */
  private static final long PAUSE_AFTER_FAILURE = 10_000_000;

  /** Answers carry this member only when they are incomplete. */
  private static final byte[] DEGRADED = "\"degraded\":[\"".getBytes(StandardCharsets.US_ASCII);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Connection connection;
  private final Supplier<Request> requests;
  private final Schedule schedule;
  private final ClientTally tally;
  private volatile @Nullable Throwable defect;

  Client(Connection connection, Supplier<Request> requests, Schedule schedule, LoadTally all) {
    this.connection = connection;
    this.requests = requests;
    this.schedule = schedule;
    this.tally = new ClientTally(schedule.measuredFrom(), all);
  }

  @Override
  public void run() {
    long cpuAtMeasurement = -1;
    try (connection) {
      // What is asked is made before it is due: making it is not the server's time.
      Request request = requests.get();
      for (long due = schedule.nextDue(); !schedule.isOver(due); due = schedule.nextDue()) {
        boolean measured = schedule.isMeasured(due);
        if (measured && cpuAtMeasurement < 0) {
          cpuAtMeasurement = THREADS.getCurrentThreadCpuTime();
        }
        if (!schedule.await(due)) {
          break;
        }
        long now = System.nanoTime();
        if (schedule.isGivenUp(now)) {
          if (measured) {
            tally.leftUnsent(now - due);
          }
          continue;
        }
        exchange(request, due, measured);
        request = requests.get();
      }
    } catch (RuntimeException | Error e) {
      defect = e;
      schedule.stop();
    } finally {
      if (cpuAtMeasurement >= 0) {
        tally.cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuAtMeasurement;
      }
    }
  }

  private void exchange(Request request, long due, boolean measured) {
    long sent = System.nanoTime();
    try {
      int status = connection.exchange(request);
      long answered = System.nanoTime();
      if (measured) {
        tally.lastAnswer = answered;
        tally.answered(
            status, connection.answer().bodyContains(DEGRADED), answered - due, answered - sent);
      }
    } catch (IOException e) {
      if (measured && !connection.isClosed()) {
        tally.lastAnswer = System.nanoTime();
        tally.failed(e instanceof SocketTimeoutException ? "timeout" : "connection");
      }
      LockSupport.parkNanos(PAUSE_AFTER_FAILURE);
    }
  }

  /** What it saw; to be read when it has ended. */
  ClientTally tally() {
    return tally;
  }

  /** What broke the client itself, rather than the server; to be read when it has ended. */
  @Nullable Throwable defect() {
    return defect;
  }

  /** Ends it, also while it waits for an answer. */
  void close() {
    connection.close();
  }
}
