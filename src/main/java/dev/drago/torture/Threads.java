package dev.drago.torture;

/** Waiting for threads. */
final class Threads {

  private Threads() {}

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
