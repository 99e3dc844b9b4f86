package dev.drago.http;

import io.helidon.common.concurrency.limits.AimdLimit;
import io.helidon.common.concurrency.limits.LimitAlgorithm.Outcome.Accepted;
import io.helidon.common.concurrency.limits.LimitAlgorithm.Token;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * How many requests are being answered, and no more than a limit of them, which follows how long
 * they take: while at least half of it is in use, each that was answered in time lets one more in;
 * each that was late lets in a tenth less (AIMD, as TCP has it). A request that a model computes
 * for takes hundreds of times as long as one that reads an item; one number for both either makes
 * some wait for seconds or refuses others that would have been answered as quickly.
 *
 * <p>A request counts once its body has arrived: who sends slowly keeps nobody else out.
 */
final class InFlight {

  /** The place of one request; used by its thread alone. */
  final class Place implements AutoCloseable {
    private Optional<Token> token = Optional.empty();
    private long since;
    private boolean answered;
    private boolean left;

    /** Takes the place; whether there was one. */
    boolean tryTake() {
      if (token.isEmpty() && limit.tryAcquireOutcome(false) instanceof Accepted accepted) {
        token = Optional.of(accepted.token());
        since = nanoTime.getAsLong();
        count.incrementAndGet();
      }
      return token.isPresent();
    }

    /** The request has been answered, and not by a refusal: one that was quick is no sign. */
    void answered() {
      answered = true;
    }

    /** Whether the request has been answered: the rest of its body needs no place any more. */
    boolean isLeft() {
      return left;
    }

    @Override
    public void close() {
      left = true;
      token.ifPresent(
          taken -> {
            count.decrementAndGet();
            if (answered || nanoTime.getAsLong() - since > inTime.toNanos()) {
              taken.success(); // in time or late: the limit sees that by itself
            } else {
              taken.ignore();
            }
          });
    }
  }

  private static final long LOOK_MILLIS = 5;

  private final Duration inTime;
  private final LongSupplier nanoTime;
  private final AimdLimit limit;
  private final AtomicInteger count = new AtomicInteger();

  /**
   * @param least so many always have a place
   * @param most more never have one
   * @param inTime an answer that takes longer is late
   */
  InFlight(int least, int most, Duration inTime) {
    this(least, most, inTime, System::nanoTime);
  }

  InFlight(int least, int most, Duration inTime, LongSupplier nanoTime) {
    this.inTime = inTime;
    this.nanoTime = nanoTime;
    this.limit =
        AimdLimit.builder()
            .initialLimit(least)
            .minLimit(least)
            .maxLimit(Math.max(least, most))
            .timeout(inTime)
            .clock(nanoTime::getAsLong)
            .build();
  }

  Place place() {
    return new Place();
  }

  int count() {
    return count.get();
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
