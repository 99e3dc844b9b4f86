package dev.drago.evaluation.load;

import dev.drago.evaluation.load.Load.Arrivals;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * When requests are due, on the clock of {@link System#nanoTime}. Clients of an open load draw the
 * next due time from it; a client of a closed load is due when it asks.
 */
final class Schedule {

  /** How long after the end an open load still sends what was due: a late client is no overload. */
  private static final long GRACE = 1_000_000_000;

  private final Arrivals arrivals;
  private final long begin;
  private final long measuredFrom;
  private final long end;
  private final AtomicLong drawn = new AtomicLong();
  private volatile boolean stopped;

  private Schedule(Arrivals arrivals, long begin, long measuredFrom, long end) {
    this.arrivals = arrivals;
    this.begin = begin;
    this.measuredFrom = measuredFrom;
    this.end = end;
  }

  static Schedule startingNow(Load load) {
    long begin = System.nanoTime();
    long measuredFrom = begin + load.warmUp().toNanos();
    return new Schedule(
        load.arrivals(), begin, measuredFrom, measuredFrom + load.measured().toNanos());
  }

  /** The time at which the next request is due, of the client that asks. */
  long nextDue() {
    return switch (arrivals) {
      case Arrivals.Closed() -> System.nanoTime();
      case Arrivals.Open(double perSecond) ->
          begin + (long) (drawn.getAndIncrement() * 1e9 / perSecond);
    };
  }

  /** Whether it is too late at {@code time} to send what was due before the end. */
  boolean isGivenUp(long time) {
    return arrivals instanceof Arrivals.Open && time - end >= GRACE;
  }

  /** Waits until {@code due}; false when it was stopped before. */
  boolean await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      if (stopped) {
        return false;
      }
      LockSupport.parkNanos(Math.min(left, 50_000_000));
    }
    return !stopped;
  }

  boolean isMeasured(long due) {
    return due - measuredFrom >= 0 && due - end < 0;
  }

  boolean isOver(long time) {
    return stopped || time - end >= 0;
  }

  long measuredFrom() {
    return measuredFrom;
  }

  void stop() {
    stopped = true;
  }
}
