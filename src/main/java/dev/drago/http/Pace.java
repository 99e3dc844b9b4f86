package dev.drago.http;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many a second have been done of late: over the step of half a second that ended last, or the
 * present one when that has more. Nobody waits for another here: that is where one who is refused
 * at once would wait.
 *
 * <p>Time is of {@link System#nanoTime}, and given by the caller.
 */
final class Pace {

  private static final long STEP = 500_000_000;

  /**
   * A step.
   *
   * @param doneUntil it began
   * @param before done in the step before; where nobody looked for several, on average
   */
  private record Step(long begun, long doneUntil, long before) {}

  private final LongAdder done = new LongAdder();
  private final AtomicReference<Step> step;

  Pace(long now) {
    this.step = new AtomicReference<>(new Step(now, 0, 0));
  }

  /** One more has been done. */
  void done() {
    done.increment();
  }

  /** Per second. */
  double perSecond(long now) {
    Step present = present(now);
    long most = Math.max(present.before, done.sum() - present.doneUntil);
    return most * 1e9 / STEP;
  }

  private Step present(long now) {
    Step last = step.get();
    long steps = (now - last.begun) / STEP;
    if (steps < 1) {
      return last;
    }
    long all = done.sum();
    Step next = new Step(last.begun + steps * STEP, all, (all - last.doneUntil) / steps);
    return step.compareAndSet(last, next) ? next : step.get();
  }
}
