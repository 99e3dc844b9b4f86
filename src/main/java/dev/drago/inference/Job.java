package dev.drago.inference;

import java.util.concurrent.CompletableFuture;

/**
 * Work for a model thread. Completing the future, cancellation included, ends the work: a job that
 * is done before its turn is skipped.
 *
 * @param <T> what it computes
 */
abstract class Job<T> {

  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Deadline deadline;

  /** Work for the {@link Caller} of this thread, if there is one. */
  Job(Deadline deadline) {
    this.deadline = deadline;
    Caller.current().ifPresent(caller -> caller.endWithIt(result));
  }

  CompletableFuture<T> result() {
    return result;
  }

  boolean isLate() {
    return deadline.isPast();
  }

  /** Nobody waits for it any more. */
  boolean isAbandoned() {
    return result.isDone() || isLate();
  }
}
