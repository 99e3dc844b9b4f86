package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.drago.knowledge.Knowledge;
import dev.drago.recommend.LiveCatalog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Both indexes built anew while the old ones serve: one at a time, on a thread of its own.
 *
 * <p>Close it after {@link LiveCatalog#stopCatchingUp}, which makes it end soon.
 */
public final class Reindexing implements AutoCloseable {

  /** How far it is. */
  enum Status {
    IDLE,
    RUNNING,
    DONE,
    FAILED;

    /** As the contract writes it. */
    @JsonValue
    String text() {
      return Lower.of(this);
    }
  }

  /**
   * The last one, or the one under way.
   *
   * @param detail why it failed
   */
  record Progress(
      Status status,
      long items,
      long documents,
      Optional<Instant> startedAt,
      Optional<Double> seconds,
      Optional<String> detail) {

    static Progress idle() {
      return new Progress(Status.IDLE, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Progress started() {
      return new Progress(
          Status.RUNNING, 0, 0, Optional.of(Instant.now()), Optional.empty(), Optional.empty());
    }

    Progress items(long done) {
      return new Progress(status, done, documents, startedAt, seconds, detail);
    }

    Progress documents(long done) {
      return new Progress(status, items, done, startedAt, seconds, detail);
    }

    Progress ended(Status how, Optional<String> why) {
      Optional<Double> took =
          startedAt.map(start -> Duration.between(start, Instant.now()).toMillis() / 1e3);
      return new Progress(how, items, documents, startedAt, took, why);
    }
  }

  private static final Logger LOG = System.getLogger("dev.drago.index");

  private final LiveCatalog catalog;
  private final Knowledge knowledge;
  private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.idle());
  private final AtomicReference<Optional<Thread>> worker = new AtomicReference<>(Optional.empty());

  public Reindexing(LiveCatalog catalog, Knowledge knowledge) {
    this.catalog = catalog;
    this.knowledge = knowledge;
  }

  Progress progress() {
    return progress.get();
  }

  /** Starts one; false where one is under way. */
  boolean start() {
    Progress before = progress.get();
    if (before.status() == Status.RUNNING || !progress.compareAndSet(before, Progress.started())) {
      return false;
    }
    worker.set(Optional.of(Thread.ofPlatform().name("reindex").daemon().start(this::run)));
    return true;
  }

  private void run() {
    try {
      if (!catalog.rebuild(done -> progress.updateAndGet(p -> p.items(done)))
          || !knowledge.rebuild(done -> progress.updateAndGet(p -> p.documents(done)))) {
        progress.updateAndGet(
            p -> p.ended(Status.FAILED, Optional.of("the server was stopped before the end")));
        return;
      }
      Progress end = progress.updateAndGet(p -> p.ended(Status.DONE, Optional.empty()));
      LOG.log(
          Level.INFO,
          "the indexes were built anew from {0} items and {1} documents in {2} s",
          end.items(),
          end.documents(),
          end.seconds().orElseThrow());
    } catch (RuntimeException | Error e) { // or it would be under way for ever
      LOG.log(Level.ERROR, "the indexes could not be built anew; the old ones go on serving", e);
      String why = String.valueOf(e.getMessage());
      progress.updateAndGet(p -> p.ended(Status.FAILED, Optional.of(why)));
    }
  }

  /** Waits for the one under way. */
  @Override
  public void close() {
    try {
      if (worker.get().isPresent()) {
        worker.get().get().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
