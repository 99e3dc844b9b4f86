package dev.drago.inference;

import dev.drago.llama.ThreadPriority;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The platform threads that own the contexts of one model, and the bounded queue in front of them.
 *
 * <p>A native context belongs to one thread for life, and a native call would pin the carrier of a
 * virtual thread; so requests put a {@link Job} into the queue and wait for its future. Two shapes
 * fit the two sizes of model (measured, see PERFORMANCE.md): a small model runs as several threads
 * of one job at a time, for several users in one decode only slow it down; a large one runs as one
 * thread that takes what is waiting, up to {@code batch} jobs, in one decode.
 *
 * <p>A full queue refuses at once. Abandoned jobs are skipped.
 */
final class ModelThreads<J extends Job<?>> implements AutoCloseable {

  /** What a thread does with its context. Made, used and closed on that thread. */
  interface Engine<J> extends AutoCloseable {
    /**
     * Completes every job, normally or not; an exception thrown fails those not completed.
     *
     * @param arrivals what comes into the queue meanwhile, for an engine that lets jobs join
     */
    void run(List<J> jobs, Arrivals<J> arrivals);

    @Override
    void close();
  }

  /** The queue, as a running engine sees it. What it takes from there it completes itself. */
  interface Arrivals<J> {
    /** The next job that somebody waits for, if there is one now. */
    Optional<J> poll();

    /** Whether the threads are to end: what runs long should be given up. */
    boolean isClosing();
  }

  private static final long IDLE_MILLIS = 200;

  private final String name;
  private final int capacity;
  private final int batch;
  private final ArrayBlockingQueue<J> queue;
  private final List<Thread> threads = new ArrayList<>();
  private final Arrivals<J> arrivals =
      new Arrivals<>() {
        @Override
        public Optional<J> poll() {
          J next = queue.poll();
          while (next != null && dropIfAbandoned(next)) {
            next = queue.poll();
          }
          return Optional.ofNullable(next);
        }

        @Override
        public boolean isClosing() {
          return closed;
        }
      };
  private volatile boolean closed;

  /**
   * Starts the threads and waits until each has made its engine; throws what the making threw.
   *
   * @param engine called once on each thread, with the thread's number from 0
   */
  ModelThreads(String name, int threads, int capacity, int batch, IntFunction<Engine<J>> engine) {
    this.name = name;
    this.capacity = capacity;
    this.batch = batch;
    this.queue = new ArrayBlockingQueue<>(capacity);
    List<CompletableFuture<@Nullable Void>> ready = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
      ready.add(started);
      this.threads.add(
          Thread.ofPlatform()
              .name(name + "-" + i)
              .daemon()
              .start(() -> run(() -> engine.apply(number), started)));
    }
    try {
      ready.forEach(CompletableFuture::join);
    } catch (java.util.concurrent.CompletionException e) {
      close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Puts a job into the queue, or throws {@link OverloadedException} at once. */
  void submit(J job) {
    requireOpen();
    if (!queue.offer(job)) {
      throw new OverloadedException(name, capacity);
    }
    takeBackWhenClosed(job);
  }

  /** Puts a job into the queue as soon as there is room: for work nobody waits for impatiently. */
  void submitWhenRoom(J job) {
    boolean interrupted = false;
    try {
      while (true) {
        requireOpen();
        try {
          if (queue.offer(job, IDLE_MILLIS, TimeUnit.MILLISECONDS)) {
            takeBackWhenClosed(job);
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A job that came into the queue after {@link #close} had emptied it would never be done. */
  private void takeBackWhenClosed(J job) {
    if (closed && queue.remove(job)) {
      requireOpen();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(name + " has been closed");
    }
  }

  QueueUse use() {
    return new QueueUse(name, queue.size(), capacity);
  }

  int waiting() {
    return queue.size();
  }

  private void run(Supplier<Engine<J>> maker, CompletableFuture<@Nullable Void> started) {
    try (Engine<J> engine = maker.get()) {
      started.complete(null);
      ThreadPriority.lower(); // to refuse must not wait until a model has computed
      List<J> jobs = new ArrayList<>(batch);
      while (!closed) {
        J first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        jobs.add(first);
        queue.drainTo(jobs, batch - 1);
        jobs.removeIf(ModelThreads::dropIfAbandoned);
        if (!jobs.isEmpty()) {
          work(engine, jobs);
        }
        jobs.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      if (!started.completeExceptionally(e)) {
        throw e; // what making the engine threw is thrown where it was asked for
      }
    }
  }

  private void work(Engine<J> engine, List<J> jobs) {
    try {
      engine.run(jobs, arrivals);
    } catch (RuntimeException | Error e) {
      // The thread outlives a job that failed: the next one may be a good one.
      jobs.forEach(job -> job.result().completeExceptionally(e));
    }
  }

  private static boolean dropIfAbandoned(Job<?> job) {
    if (!job.isAbandoned()) {
      return false;
    }
    job.result().completeExceptionally(new TimeoutException("the deadline passed in the queue"));
    return true;
  }

  /** Finishes the running jobs, cancels the waiting ones and ends the threads. */
  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true; // a context must be freed before its model: wait all the same
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    List<J> left = new ArrayList<>();
    queue.drainTo(left);
    left.forEach(
        job -> job.result().completeExceptionally(new CancellationException(name + " was closed")));
  }
}
