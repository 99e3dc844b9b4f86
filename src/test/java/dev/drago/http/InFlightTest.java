package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InFlightTest {

  private static final int LEAST = 4;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000); // it may overflow
  private final InFlight inFlight = new InFlight(LEAST, Duration.ofMillis(500), now::get);

  @Test
  void aNumberOfThemIsLetInWhateverTheirPace() {
    List<InFlight.Place> places = fill();

    assertThat(places).hasSize(LEAST);
    assertThat(inFlight.count()).isEqualTo(LEAST);
    places.getFirst().close();
    assertThat(inFlight.place().tryTake()).isTrue();
    assertThat(inFlight.place().tryTake()).isFalse();
  }

  @Test
  void whereManyAreAnsweredMoreAreLetIn() {
    answer(100, 10); // 100 a second: of which 50 would be answered within half a second

    assertThat(inFlight.limit()).isEqualTo(50);
    assertThat(fill()).hasSize(50);
  }

  @Test
  void theNumberFollowsThePace() {
    answer(100, 10);
    assertThat(inFlight.limit()).isEqualTo(50);

    answer(20, 50);
    assertThat(inFlight.limit()).isEqualTo(10);

    now.addAndGet(10_000_000_000L);
    assertThat(inFlight.limit()).as("nothing for ten seconds").isEqualTo(LEAST);
  }

  @Test
  void whoLeavesWithoutAnAnswerLetsNobodyIn() {
    for (int n = 0; n < 1_000; n++) {
      try (InFlight.Place place = inFlight.place()) {
        place.tryTake();
        now.addAndGet(1_000_000L);
      }
    }

    assertThat(inFlight.limit()).isEqualTo(LEAST);
  }

  @Test
  void aPlaceIsTakenAndLeftOnce() {
    InFlight.Place place = inFlight.place();
    assertThat(place.tryTake()).isTrue();
    assertThat(place.tryTake()).isTrue();
    assertThat(inFlight.count()).isEqualTo(1);
    assertThat(place.isLeft()).isFalse();

    place.close();
    assertThat(place.isLeft()).isTrue();
    assertThat(inFlight.count()).isZero();

    inFlight.place().close(); // never taken
    assertThat(inFlight.count()).isZero();
  }

  @Test
  void itWaitsForThoseWhoAreInside() throws InterruptedException {
    InFlight.Place place = inFlight.place();
    place.tryTake();
    inFlight.awaitNone(Duration.ofMillis(1));
    assertThat(inFlight.count()).as("not for ever").isEqualTo(1);

    Thread waiting = Thread.ofPlatform().start(() -> inFlight.awaitNone(Duration.ofMinutes(1)));
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    place.close();
    waiting.join();
  }

  /** As many as get in. */
  private List<InFlight.Place> fill() {
    List<InFlight.Place> places = new ArrayList<>();
    for (InFlight.Place place = inFlight.place(); place.tryTake(); place = inFlight.place()) {
      places.add(place);
    }
    return places;
  }

  /** One after the other, so many milliseconds each. */
  private void answer(int requests, int millis) {
    for (int n = 0; n < requests; n++) {
      try (InFlight.Place place = inFlight.place()) {
        assertThat(place.tryTake()).isTrue();
        now.addAndGet(millis * 1_000_000L);
        place.answered();
      }
    }
  }
}
