package dev.drago.inference;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The moment after which nobody waits for a result any more.
 *
 * @param nanoTime on the clock of {@link System#nanoTime}
 */
public record Deadline(long nanoTime) {

  /** Effectively none: a day from now. */
  public static Deadline none() {
    return in(Duration.ofDays(1));
  }

  public static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  public boolean isPast() {
    return remainingNanos() <= 0;
  }

  /** Whether there is so much time left. */
  public boolean allows(Duration duration) {
    return remainingNanos() >= duration.toNanos();
  }

  /** What {@code future} gives until then, as {@link Future#get(long, TimeUnit)}. */
  public <T> T await(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(Math.max(0, remainingNanos()), TimeUnit.NANOSECONDS);
  }

  public long remainingNanos() {
    return nanoTime - System.nanoTime();
  }
}
