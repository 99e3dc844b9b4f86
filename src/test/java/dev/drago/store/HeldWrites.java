package dev.drago.store;

import java.util.concurrent.CountDownLatch;

/** A write that goes on until it is released, so that all others wait. */
public final class HeldWrites {

  private final CountDownLatch goOn = new CountDownLatch(1);

  private HeldWrites() {}

  /** From now on nothing is written to {@code database} until {@link #release}. */
  public static HeldWrites of(Database database) throws InterruptedException {
    HeldWrites held = new HeldWrites();
    CountDownLatch holding = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .start(
            () ->
                database.write(
                    handle -> {
                      holding.countDown();
                      return held.await();
                    }));
    holding.await();
    return held;
  }

  private boolean await() {
    try {
      goOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /** Lets them go on. */
  public void release() {
    goOn.countDown();
  }
}
