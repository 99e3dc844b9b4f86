package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {

  @Test
  void everyTaskIsDoneOnce() {
    for (int threads : new int[] {-1, 0, 1, 3, 500}) {
      AtomicIntegerArray times = new AtomicIntegerArray(200);
      assertThat(Workers.run(200, threads, times::incrementAndGet, Progress.none())).isEqualTo(200);
      for (int n = 0; n < 200; n++) {
        assertThat(times.get(n)).as("task %d of %d threads", n, threads).isEqualTo(1);
      }
    }
  }

  @Test
  void nothingToDoIsDone() {
    List<Integer> steps = new ArrayList<>();
    assertThat(
            Workers.run(
                0,
                4,
                n -> {
                  throw new AssertionError("there is no task " + n);
                },
                (done, total) -> steps.add(done)))
        .isZero();
    assertThat(steps).last().isEqualTo(0);
  }

  @Test
  void thereAreAsManyThreadsAsAskedForAndNoneIsLeft() throws InterruptedException {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    CountDownLatch three = new CountDownLatch(3);
    Workers.run(
        30,
        3,
        n -> {
          seen.add(Thread.currentThread());
          three.countDown();
          await(three); // no thread does a second task before all three have one
        },
        Progress.none());

    assertThat(seen).hasSize(3).doesNotContain(Thread.currentThread());
    for (Thread thread : seen) {
      assertThat(thread.join(java.time.Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void anInterruptionLeavesAPrefixDoneAndTheStatusSet() {
    Thread caller = Thread.currentThread();
    Set<Integer> finished = ConcurrentHashMap.newKeySet();
    AtomicInteger disturbed = new AtomicInteger();
    int done =
        Workers.run(
            1_000,
            4,
            n -> {
              if (n == 20) {
                caller.interrupt();
              }
              try {
                Thread.sleep(2);
              } catch (InterruptedException e) {
                disturbed.incrementAndGet();
              }
              finished.add(n);
            },
            Progress.none());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(disturbed).hasValue(0);
    assertThat(done).isBetween(21, 999);
    assertThat(finished).hasSize(done).allMatch(n -> n < done);
  }

  @Test
  void aCallerThatWasInterruptedBeforeStartsLittle() {
    Thread.currentThread().interrupt();
    int done = Workers.run(1_000, 2, n -> sleep(), Progress.none());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).isLessThan(100);
  }

  @Test
  void aFailureIsThrownAsItIsAndEndsTheWork() {
    IllegalStateException failure = new IllegalStateException("out of luck");
    AtomicInteger started = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Workers.run(
                    1_000_000,
                    2,
                    n -> {
                      started.incrementAndGet();
                      if (n == 7) {
                        throw failure;
                      }
                    },
                    Progress.none()))
        .isSameAs(failure);
    assertThat(started.get()).isBetween(8, 999_999);
  }

  @Test
  void anErrorIsThrownToo() {
    AssertionError failure = new AssertionError("a defect");
    assertThatThrownBy(
            () ->
                Workers.run(
                    10,
                    2,
                    n -> {
                      throw failure;
                    },
                    Progress.none()))
        .isSameAs(failure);
  }

  @Test
  void whatTheWorkersWroteIsSeenByTheCaller() {
    int[] squares = new int[5_000];
    Workers.run(squares.length, 4, n -> squares[n] = n * n, Progress.none());

    for (int n = 0; n < squares.length; n++) {
      assertThat(squares[n]).isEqualTo(n * n);
    }
  }

  @Test
  void progressIsHeardFromTheCallerAndEndsAtTheTotal() {
    Thread caller = Thread.currentThread();
    List<Integer> steps = new ArrayList<>();
    Workers.run(
        5,
        1,
        n -> sleep(),
        (done, total) -> {
          assertThat(Thread.currentThread()).isSameAs(caller);
          assertThat(total).isEqualTo(5);
          steps.add(done);
        });

    assertThat(steps).isSorted().last().isEqualTo(5);
    assertThat(steps.size()).isGreaterThan(1);
  }

  private static void sleep() {
    try {
      Thread.sleep(60);
    } catch (InterruptedException e) {
      throw new AssertionError("a worker was interrupted", e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError("a worker was interrupted", e);
    }
  }
}
