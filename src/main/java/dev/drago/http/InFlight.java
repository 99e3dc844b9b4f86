package dev.drago.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many requests are being answered, and no more than a limit of them. A request counts once its
 * body has arrived: who sends slowly keeps nobody else out.
 */
final class InFlight {

  /** The place of one request; used by its thread alone. */
  final class Place implements AutoCloseable {
    private boolean taken;
    private boolean left;

    /** Takes the place; whether there was one. */
    boolean tryTake() {
      taken = taken || places.tryAcquire();
      return taken;
    }

    /** Whether the request has been answered: the rest of its body needs no place any more. */
    boolean isLeft() {
      return left;
    }

    @Override
    public void close() {
      left = true;
      if (taken) {
        places.release();
      }
    }
  }

  private final int limit;
  private final Semaphore places;

  InFlight(int limit) {
    this.limit = limit;
    this.places = new Semaphore(limit);
  }

  Place place() {
    return new Place();
  }

  int count() {
    return limit - places.availablePermits();
  }

  int limit() {
    return limit;
  }

  /** Waits until all have left, so long at most. */
  void awaitNone(Duration most) {
    try {
      if (places.tryAcquire(limit, most.toNanos(), TimeUnit.NANOSECONDS)) {
        places.release(limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
