package dev.drago.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A bucket against counting, on a clock of its own. */
final class TokenBucketTest {

  /** In no window of a period do more pass than twice the rate, and over time exactly the rate. */
  @Property(tries = 100)
  void whatPassesIsTheBurstAndThenTheRate(
      @ForAll @IntRange(min = 1, max = 50) int requests, @ForAll long seed) {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L); // it overflows on the way
    Rate rate = Rate.of(requests + "/s");
    TokenBucket bucket = new TokenBucket(rate, clock::get);
    Random random = new Random(seed);
    // What is in it, in nanoseconds of filling, by whole ones as the rate has them: no rounding.
    long token = rate.interval().toNanos();
    long level = requests * token;
    for (int i = 0; i < 2_000; i++) {
      long step = random.nextInt(40_000_000);
      clock.addAndGet(step);
      level = Math.min(requests * token, level + step);
      boolean passed = bucket.take().isZero();
      assertThat(passed).as("try %d with %d of %d ns", i, level, token).isEqualTo(level >= token);
      if (passed) {
        level -= token;
      }
    }
    assertThat(token * requests)
        .as("a second, but for less than a nanosecond each")
        .isBetween(1_000_000_000L - requests, 1_000_000_000L);
  }

  @Property(tries = 50)
  void whoWaitsAsLongAsItIsToldPasses(@ForAll @IntRange(min = 1, max = 1_000) int requests) {
    AtomicLong clock = new AtomicLong();
    TokenBucket bucket = new TokenBucket(Rate.of(requests + "/min"), clock::get);
    for (int i = 0; i < requests; i++) {
      assertThat(bucket.take()).isZero();
    }
    var wait = bucket.take();
    assertThat(wait).isPositive();
    clock.addAndGet(wait.toNanos() - 1);
    assertThat(bucket.take()).isPositive();
    clock.addAndGet(1);
    assertThat(bucket.take()).isZero();
  }
}
