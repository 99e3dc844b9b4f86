package dev.drago.llama;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NativeBlockTest {

  @Test
  void holdsWhatWasWritten() {
    try (NativeBlock block = new NativeBlock(1_000)) {
      assertThat(block.bytes()).isEqualTo(1_000);
      assertThat(block.use(memory -> memory.fill((byte) 7))).isTrue();
      block.use(
          memory -> assertThat(memory.toArray(JAVA_BYTE)).hasSize(1_000).containsOnly((byte) 7));
    }
  }

  @Test
  void reachesNoFurtherThanItsBytes() {
    try (NativeBlock block = new NativeBlock(10)) {
      assertThatThrownBy(() -> block.use(memory -> memory.get(JAVA_BYTE, 10)))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    try (NativeBlock nothing = new NativeBlock(0)) {
      assertThatThrownBy(() -> nothing.use(memory -> memory.get(JAVA_BYTE, 0)))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void isNotUsedWhenItWasGivenBack() {
    NativeBlock block = new NativeBlock(10);
    block.close();
    block.close();

    assertThat(block.use(memory -> memory.fill((byte) 0))).isFalse();
  }

  @Test
  void staysWhileSomebodyUsesIt() throws InterruptedException {
    NativeBlock block = new NativeBlock(10);
    CountDownLatch used = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    AtomicBoolean closed = new AtomicBoolean();
    AtomicBoolean early = new AtomicBoolean();
    Thread user =
        Thread.ofPlatform()
            .start(
                () ->
                    block.use(
                        memory -> {
                          used.countDown();
                          await(enough);
                          early.set(closed.get());
                        }));
    used.await();
    Thread closer =
        Thread.ofPlatform()
            .start(
                () -> {
                  block.close();
                  closed.set(true);
                });
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    enough.countDown();
    user.join();
    closer.join();

    assertThat(early).as("closed while it was used").isFalse();
    assertThat(closed).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
