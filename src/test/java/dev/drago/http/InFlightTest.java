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
  private static final int MOST = 10;

  /** Whatever is answered here is in time. */
  private final InFlight inFlight = new InFlight(LEAST, MOST, Duration.ofHours(1));

  /** And here late. */
  private final InFlight late = new InFlight(LEAST, MOST, Duration.ZERO);

  @Test
  void aNumberOfThemIsLetInAndNoMore() {
    List<InFlight.Place> places = fill(inFlight);

    assertThat(places).hasSize(LEAST);
    assertThat(inFlight.count()).isEqualTo(LEAST);
    places.getFirst().close();
    assertThat(inFlight.place().tryTake()).isTrue();
    assertThat(inFlight.place().tryTake()).isFalse();
  }

  @Test
  void moreAreLetInWhileAnswersAreInTime() {
    answer(fill(inFlight));
    assertThat(fill(inFlight)).hasSizeGreaterThan(LEAST);
  }

  @Test
  void thereIsAMost() {
    for (int n = 0; n < 100; n++) {
      answer(fill(inFlight));
    }
    assertThat(fill(inFlight)).hasSize(MOST);
  }

  @Test
  void whereAnswersAreLateNoMoreAreLetInAndNeverFewerThanTheLeast() {
    for (int n = 0; n < 100; n++) {
      answer(fill(late));
    }
    assertThat(fill(late)).hasSize(LEAST);
  }

  @Test
  void whereTheyBecomeLateFewerAreLetInAgain() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000); // it may overflow
    InFlight busy = new InFlight(LEAST, MOST, Duration.ofNanos(500), now::get);
    for (int n = 0; n < 100; n++) {
      answer(fill(busy));
    }
    List<InFlight.Place> all = fill(busy);
    assertThat(all).hasSize(MOST);
    now.addAndGet(1_001);
    answer(all.subList(0, 1));
    all.subList(1, MOST).forEach(InFlight.Place::close);
    assertThat(fill(busy)).as("who gave up after so long was late, too").hasSize(LEAST);
  }

  @Test
  void whoLeavesWithoutAnAnswerLetsNobodyIn() {
    for (int n = 0; n < 100; n++) {
      fill(inFlight).forEach(InFlight.Place::close);
    }
    assertThat(fill(inFlight)).hasSize(LEAST);
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
  private static List<InFlight.Place> fill(InFlight inFlight) {
    List<InFlight.Place> places = new ArrayList<>();
    for (InFlight.Place place = inFlight.place(); place.tryTake(); place = inFlight.place()) {
      places.add(place);
    }
    return places;
  }

  private static void answer(List<InFlight.Place> places) {
    for (InFlight.Place place : places) {
      place.answered();
      place.close();
    }
  }
}
