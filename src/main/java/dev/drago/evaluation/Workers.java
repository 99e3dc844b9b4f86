package dev.drago.evaluation;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does numbered tasks on several threads, in order: what was begun is finished, so that work cut
 * short has done a prefix. The threads are never interrupted themselves, because an interrupted
 * reader closes Lucene's files under everybody.
 */
final class Workers {

  private static final long PROGRESS_MILLIS = 100;

  /** One numbered task. */
  @FunctionalInterface
  interface Task {
    void run(int number);
  }

  private final int count;
  private final Task task;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;

  private Workers(int count, Task task) {
    this.count = count;
    this.task = task;
  }

  /**
   * Does tasks 0 to {@code count} − 1, or fewer when the calling thread is interrupted, which is
   * noted in its interrupt status again, or a task fails, whose exception or error is thrown.
   *
   * @return how many tasks were done: all those numbered below it
   */
  static int run(int count, int threads, Task task, Progress progress) {
    Workers workers = new Workers(count, task);
    int started = Math.max(1, Math.min(threads, count));
    CountDownLatch working = new CountDownLatch(started);
    for (int i = 0; i < started; i++) {
      Thread.ofPlatform()
          .name("worker-" + i)
          .daemon()
          .start(
              () -> {
                try {
                  workers.work();
                } finally {
                  working.countDown();
                }
              });
    }
    if (workers.await(working, progress)) {
      Thread.currentThread().interrupt();
    }
    switch (workers.failure.get()) {
      case Error error -> throw error;
      case RuntimeException failed -> throw failed;
      case null, default -> {
        return workers.done.get(); // a task throws nothing else
      }
    }
  }

  private void work() {
    while (!stopped) {
      int number = next.getAndIncrement();
      if (number >= count) {
        return;
      }
      try {
        task.run(number);
        done.incrementAndGet();
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
        stopped = true;
      }
    }
  }

  /** Waits for the threads; true when it was interrupted, and had them stop, in the meantime. */
  private boolean await(CountDownLatch working, Progress progress) {
    boolean interrupted = false;
    while (true) {
      try {
        boolean finished = working.await(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
        progress.step(done.get(), count);
        if (finished) {
          return interrupted;
        }
      } catch (InterruptedException e) {
        interrupted = true;
        stopped = true;
      }
    }
  }
}
