package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.inference.Turns.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {

  @Test
  void soManyComputeAtOnceAndNoMore() throws InterruptedException {
    Turns turns = new Turns(3);
    AtomicInteger computing = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      Random random = new Random(n);
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try (Turn turn = turns.take()) {
                  compute(computing, most, random);
                  try (var _ = turn.pause()) {
                    LockSupport.parkNanos(1_000);
                  }
                  compute(computing, most, random);
                }
                done.incrementAndGet();
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(done).hasValue(200);
    assertThat(most).hasValueBetween(1, 3);
  }

  private static void compute(AtomicInteger computing, AtomicInteger most, Random random) {
    most.accumulateAndGet(computing.incrementAndGet(), Math::max);
    for (int n = random.nextInt(4); n > 0; n--) {
      LockSupport.parkNanos(1_000);
    }
    computing.decrementAndGet();
  }

  @Test
  void whoComesFirstIsServedFirst() throws InterruptedException {
    Turns turns = new Turns(1);
    ConcurrentLinkedQueue<Integer> served = new ConcurrentLinkedQueue<>();
    List<Thread> waiting = new ArrayList<>();
    try (var _ = turns.take()) {
      for (int n = 0; n < 20; n++) {
        int number = n;
        Thread thread =
            Thread.ofPlatform()
                .start(
                    () -> {
                      try (var _ = turns.take()) {
                        served.add(number);
                      }
                    });
        while (thread.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
        waiting.add(thread);
      }
    }
    for (Thread thread : waiting) {
      thread.join();
    }

    assertThat(new ArrayList<>(served)).isSorted().hasSize(20);
  }

  @Test
  void whoPausesLetsAnotherGo() throws InterruptedException {
    Turns turns = new Turns(1);
    CountDownLatch other = new CountDownLatch(1);
    try (Turn turn = turns.take()) {
      turns.execute(other::countDown);
      try (var _ = turn.pause()) {
        other.await(); // it would never come if nobody else could have the turn
      }
    }
    assertThat(other.getCount()).isZero();
  }

  @Test
  void aTurnEndsWithWorkThatFails() {
    Turns turns = new Turns(1);
    CompletableFuture<Object> failed =
        CompletableFuture.supplyAsync(
            () -> {
              throw new IllegalStateException("for once");
            },
            turns);
    assertThatThrownBy(failed::join).hasRootCauseMessage("for once");

    assertThat(CompletableFuture.supplyAsync(() -> 1, turns).join()).isEqualTo(1);
  }

  @Test
  void noTurnsAreRefused() {
    assertThatThrownBy(() -> new Turns(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
