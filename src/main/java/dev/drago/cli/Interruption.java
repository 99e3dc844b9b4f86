package dev.drago.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C (SIGINT) and SIGTERM ask of long work: to stop, and to say how far it came.
 *
 * <pre>{@code
 * try (Interruption interruption = Interruption.watch()) {
 *   Report report = interruption.interruptible(() -> measure());
 *   print(report); // of what was done, when interruption.requested()
 * }
 * }</pre>
 *
 * <p>Only {@link #interruptible} work is interrupted, and it has to end soon with what it has:
 * elsewhere a thread that is interrupted would close the files of Lucene and SQLite under itself.
 * The process goes on until this is closed, so make it the outermost resource. After 60 seconds it
 * ends nevertheless.
 */
final class Interruption implements AutoCloseable {

  private static final int GRACE_SECONDS = 60;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("interruption").unstarted(this::stop);
  private @Nullable Thread worker;
  private boolean requested;

  /** Work that ends soon when its thread is interrupted, with what it has or with an exception. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  private Interruption() {}

  /** Watches from now on. */
  static Interruption watch() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the process was asked to stop. */
  synchronized boolean requested() {
    return requested;
  }

  /**
   * Runs {@code work} on this thread, which is interrupted when the process is asked to stop, or
   * was before. Afterwards the interrupt status is clear.
   */
  <T, E extends Exception> T interruptible(Work<T, E> work) throws E {
    begin();
    try {
      return work.run();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    worker = Thread.currentThread();
    if (requested) {
      worker.interrupt();
    }
  }

  @SuppressWarnings("ResultOfMethodCallIgnored") // it is asked for in order to clear it
  private synchronized void end() {
    worker = null;
    Thread.interrupted();
  }

  /** Asks the work to stop; returns at once. */
  synchronized void request() {
    requested = true;
    if (worker != null) {
      worker.interrupt();
    }
  }

  /** What the end of the process waits for. */
  private void stop() {
    request();
    try {
      closed.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending: the hook has run, and has seen the work end
    }
  }
}
