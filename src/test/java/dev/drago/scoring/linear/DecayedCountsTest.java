package dev.drago.scoring.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DecayedCountsTest {

  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void countsHalveWithEveryHalfLifeBeforeTheNewestEvent() {
    DecayedCounts.Accumulator log = new DecayedCounts.Accumulator(6, 10 * DAY, Duration.ofDays(10));
    log.add(1, 0);
    log.add(1, 10 * DAY);
    log.add(2, 5 * DAY);
    log.add(3, -20 * DAY);
    log.addUntimed(4);
    log.addUntimed(4);
    log.add(9, 0); // no such ordinal

    DecayedCounts recent = log.counts();

    assertThat(recent.counted()).containsExactly(0, 2, 1, 1, 2, 0);
    assertThat(recent.decayed()[1]).isEqualTo(1.5);
    assertThat(recent.decayed()[2]).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(recent.decayed()[3]).isEqualTo(0.125);
    assertThat(recent.decayed()[4]).isEqualTo(2);
    assertThat(recent.decayed()[5]).isZero();
  }

  @Test
  void withoutTimesTheyAreTheCounts() {
    DecayedCounts.Accumulator log = new DecayedCounts.Accumulator(5, 0, Duration.ofSeconds(1));
    log.addUntimed(1);
    log.addUntimed(1);
    log.addUntimed(3);

    assertThat(log.counts().counted()).containsExactly(0, 2, 0, 1, 0);
    assertThat(log.counts().decayed()).containsExactly(0, 2, 0, 1, 0);
    assertThat(new DecayedCounts.Accumulator(0, 0, Duration.ofDays(1)).counts().counted())
        .isEmpty();
  }

  @Test
  void whatCameWhileTheLogWasReadCountsOne() {
    DecayedCounts.Accumulator log = new DecayedCounts.Accumulator(1, 10, Duration.ofMillis(1));
    log.add(0, 5_000);

    assertThat(log.counts().decayed()).containsExactly(1);
  }
}
