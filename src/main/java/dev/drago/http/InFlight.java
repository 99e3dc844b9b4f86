package dev.drago.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * How many requests are being answered, and no more than a limit of them: a number, or as many as
 * are answered within a time at the pace of late, whichever is more. By Little's law the wait of
 * one more is the number before it by the pace. A request that a model computes for takes hundreds
 * of times as long as one that reads an item; one number for both either makes some wait for
 * seconds or refuses others that would have been answered as quickly.
 *
 * <p>A request counts once its body has arrived: who sends slowly keeps nobody else out.
 */
final class InFlight {

  /** The place of one request; used by its thread alone. */
  final class Place implements AutoCloseable {
    private boolean taken;
    private boolean left;

    /** Takes the place; whether there was one. */
    boolean tryTake() {
      taken = taken || enter();
      return taken;
    }

    /**
     * The request has been answered, and not by a refusal: those are no sign that more can be let
     * in.
     */
    void answered() {
      pace.done();
    }

    /** Whether the request has been answered: the rest of its body needs no place any more. */
    boolean isLeft() {
      return left;
    }

    @Override
    public void close() {
      left = true;
      if (taken) {
        count.decrementAndGet();
      }
    }
  }

  private static final long LOOK_MILLIS = 5;

  private final int least;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final Pace pace;
  private final AtomicInteger count = new AtomicInteger();

  /**
   * @param least so many always have a place
   * @param patience more have one while all would be answered within this time
   */
  InFlight(int least, Duration patience) {
    this(least, patience, System::nanoTime);
  }

  InFlight(int least, Duration patience, LongSupplier nanoTime) {
    this.least = least;
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.pace = new Pace(nanoTime.getAsLong());
  }

  Place place() {
    return new Place();
  }

  int count() {
    return count.get();
  }

  /** How many may be answered at once, now. */
  int limit() {
    double soon = pace.perSecond(nanoTime.getAsLong()) * patience.toNanos() / 1e9;
    return Math.max(least, (int) soon);
  }

  private boolean enter() {
    while (true) {
      int inside = count.get();
      if (inside >= least && inside >= limit()) {
        return false;
      }
      if (count.compareAndSet(inside, inside + 1)) {
        return true;
      }
    }
  }

  /** Waits until all have left, so long at most. */
  void awaitNone(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    try {
      while (count.get() > 0 && System.nanoTime() - end < 0) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
