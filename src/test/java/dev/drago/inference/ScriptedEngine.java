package dev.drago.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Engines that multiply by ten, stand still behind a gate, and throw when told to. */
final class ScriptedEngine {

  final AtomicInteger made = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();

  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<List<Integer>> batches = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Lets all engines run on, for good. */
  void open() {
    gate.countDown();
  }

  /** The next batch throws this. */
  void failWith(Throwable e) {
    failure.set(e);
  }

  /** The batches that engines were given, in the order in which they began. */
  synchronized List<List<Integer>> batches() {
    return List.copyOf(batches);
  }

  /** All jobs that engines were given. */
  List<Integer> seen() {
    return batches().stream().flatMap(List::stream).toList();
  }

  private synchronized void note(List<Tenfold> jobs) {
    batches.add(jobs.stream().map(job -> job.value).toList());
  }

  ModelThreads.Engine<Tenfold> another() {
    made.incrementAndGet();
    return new ModelThreads.Engine<>() {
      @Override
      public void run(List<Tenfold> jobs, ModelThreads.Arrivals<Tenfold> arrivals) {
        note(jobs);
        try {
          gate.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException("nobody interrupts a model thread", e);
        }
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof Error error) {
          throw error;
        }
        if (thrown instanceof RuntimeException exception) {
          throw exception;
        }
        jobs.forEach(job -> job.result().complete(10 * job.value));
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }

  /** A job whose result is ten times its value. */
  static final class Tenfold extends Job<Integer> {
    final int value;

    Tenfold(int value, Deadline deadline) {
      super(deadline);
      this.value = value;
    }
  }
}
