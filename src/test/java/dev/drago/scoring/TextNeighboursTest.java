package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.index.IndexView;
import dev.drago.inference.Deadline;
import dev.drago.scoring.TextNeighbours.Likeness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is looked up once; what is made of it is for {@link NewItemsTest}. */
class TextNeighboursTest {

  @TempDir Path folder;

  private Shelf shelf;
  private TextNeighbours neighbours;

  @BeforeEach
  void stock() throws Exception {
    shelf = new Shelf(folder);
    for (int n = 0; n < 6; n++) {
      float angle = n / 5f;
      float[] vector = {(float) Math.cos(angle), (float) Math.sin(angle)};
      shelf.add(Shelf.item("item-" + n, "Item " + n), vector);
    }
    neighbours = new TextNeighbours(shelf::view);
  }

  @AfterEach
  void clear() throws Exception {
    shelf.close();
  }

  @Test
  void scorersThatKnowTheSameItemsShareWhatWasLookedUp() {
    Likeness[] once = of(0, 1, 2);

    assertThat(of(0, 1, 2)).isSameAs(once);
  }

  @Test
  void scorersThatKnowDifferentItemsDoNotUndoWhatTheOtherLookedUp() {
    Likeness[] three = of(0, 1, 2);
    Likeness[] four = of(0, 1, 2, 3);

    assertThat(of(0, 1, 2)).isSameAs(three);
    assertThat(of(0, 1, 2, 3)).isSameAs(four);
    assertThat(three[3].isNone()).isFalse();
    assertThat(four[3].isNone()).isTrue();
  }

  @Test
  void ofMoreSetsThanAreKeptTheOldestIsLookedUpAnewWithTheSameResult() {
    Likeness[] first = of(0);
    for (int known = 1; known < 5; known++) {
      of(known);
    }

    assertThat(of(0)).isNotSameAs(first);
    assertThat(of(0)[5].neighbours()).isEqualTo(first[5].neighbours());
    assertThat(of(0)[5].weights()).isEqualTo(first[5].weights());
  }

  @Test
  void aRequestThatBeganBeforeAChangeDoesNotBringBackWhatWas() {
    of(0, 1, 2);
    CatalogSnapshot before = shelf.catalog();
    try (IndexView old = shelf.view()) {
      shelf.add(Shelf.item("item-6", "Item 6"), new float[] {0, 1});
      Likeness[] now = of(0, 1, 2);

      assertThat(of(before, old, 0, 1, 2)).isSameAs(now);
      assertThat(of(0, 1, 2)).isSameAs(now);
      assertThat(now[6].isNone()).isFalse();
    }
  }

  /** Whoever asks may hold something that others wait for. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a lock is not interrupted
  void behindALargeNumberNobodyInAHurryWaits() throws Exception {
    List<Item> items = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (int n = 6; n < 1_000; n++) {
      items.add(Shelf.item("item-" + n, "Item " + n));
      vectors.add(new float[] {(float) Math.cos(n), (float) Math.sin(n)});
    }
    shelf.add(items, vectors);
    CountDownLatch building = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    neighbours =
        new TextNeighbours(
            () -> {
              building.countDown();
              until(enough);
              return shelf.view();
            });
    Deadline soon = Deadline.in(Duration.ofSeconds(30));
    assertThat(of(soon, 1)).as("999 are looked up beside the request").isEmpty();
    building.await();
    int[] allButOne = IntStream.range(0, 999).toArray();
    try {
      assertThat(of(soon, allButOne)).as("one would be looked up at once").isEmpty();
    } finally {
      enough.countDown();
    }
    await().untilAsserted(() -> assertThat(of(soon, allButOne)).hasSize(1_000));
    await().untilAsserted(() -> assertThat(of(soon, 1)).hasSize(1_000));
  }

  private static void until(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Likeness[] of(Deadline deadline, int... known) {
    try (IndexView view = shelf.view()) {
      return of(shelf.catalog(), view, deadline, known);
    }
  }

  private Likeness[] of(int... known) {
    try (IndexView view = shelf.view()) {
      return of(shelf.catalog(), view, known);
    }
  }

  private Likeness[] of(CatalogSnapshot catalog, IndexView view, int... known) {
    return of(catalog, view, Deadline.none(), known);
  }

  private Likeness[] of(CatalogSnapshot catalog, IndexView view, Deadline deadline, int... known) {
    BitSet some = new BitSet();
    for (int ordinal : known) {
      some.set(ordinal);
    }
    BitSet others = catalog.live();
    others.andNot(some);
    Profile nobody = Profile.ofHistory(new int[0]);
    return neighbours.of(new Scorer.Request(catalog, view, nobody, deadline), some, others);
  }
}
