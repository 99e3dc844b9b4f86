package dev.drago.access;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket: full it holds as many requests as its {@link Rate} has, and it fills evenly. Kept
 * as the moment at which it will be full, so nothing has to run to fill it. Thread-safe.
 */
public final class TokenBucket {

  private final Rate rate;
  private final LongSupplier nanoTime;
  private long fullAt;

  /**
   * A full one.
   *
   * @param nanoTime the clock, such as {@link System#nanoTime}
   */
  public TokenBucket(Rate rate, LongSupplier nanoTime) {
    this.rate = rate;
    this.nanoTime = nanoTime;
    this.fullAt = nanoTime.getAsLong();
  }

  /** Takes a token; else how long it is until there is one, and none is taken. */
  public synchronized Duration take() {
    long now = nanoTime.getAsLong();
    long interval = rate.interval().toNanos();
    long full = (fullAt - now > 0 ? fullAt : now) + interval;
    long wait = full - now - interval * rate.requests();
    if (wait > 0) {
      return Duration.ofNanos(wait);
    }
    fullAt = full;
    return Duration.ZERO;
  }
}
