package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InterruptionTest {

  @Test
  void work_is_interrupted_and_what_comes_after_it_is_not() throws Exception {
    try (Interruption interruption = Interruption.watch()) {
      CountDownLatch working = new CountDownLatch(1);
      Thread asking =
          Thread.ofPlatform()
              .start(
                  () -> {
                    await(working);
                    interruption.request();
                  });

      String done =
          interruption.interruptible(
              () -> {
                working.countDown();
                return await(new CountDownLatch(1)) ? "all" : "a part";
              });

      asking.join();
      assertThat(done).isEqualTo("a part");
      assertThat(interruption.requested()).isTrue();
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void work_that_begins_after_the_request_is_interrupted_at_once() {
    try (Interruption interruption = Interruption.watch()) {
      interruption.request();

      assertThat(Thread.interrupted()).isFalse();
      assertThat(interruption.interruptible(() -> Thread.currentThread().isInterrupted())).isTrue();
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void work_that_fails_fails_as_it_would_alone() {
    try (Interruption interruption = Interruption.watch()) {
      assertThatThrownBy(
              () ->
                  interruption.interruptible(
                      () -> {
                        throw new java.io.IOException("no");
                      }))
          .isInstanceOf(java.io.IOException.class);
      assertThat(interruption.requested()).isFalse();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
