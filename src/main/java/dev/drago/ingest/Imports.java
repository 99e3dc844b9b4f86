package dev.drago.ingest;

import dev.drago.file.Folders;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.LiveCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Imports beside the service: one at a time, each on a thread of its own; the last {@value
 * #REMEMBERED} are remembered until the process ends.
 *
 * <p>Close it after {@link LiveCatalog#stopCatchingUp}, which makes one that indexes end soon.
 */
public final class Imports implements AutoCloseable {

  static final int REMEMBERED = 8;

  private static final String FILES = "files";
  private static final String ERRORS = "-errors.jsonl";

  private final Path folder;
  private final LiveCatalog catalog;
  private final InteractionLog log;

  /** The newest first. */
  private final Deque<ImportJob> jobs = new ArrayDeque<>();

  private boolean receiving;
  private Optional<Thread> worker = Optional.empty();

  /**
   * @param folder where files lie until they are read, and the lists of errors; what another
   *     process left of them is deleted
   */
  public Imports(Path folder, LiveCatalog catalog, InteractionLog log) {
    this.folder = folder;
    this.catalog = catalog;
    this.log = log;
    try {
      deleteLeftOvers();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be emptied: %s".formatted(folder, e), e);
    }
  }

  /** Nothing that was not made here. */
  private void deleteLeftOvers() throws IOException {
    Folders.delete(folder.resolve(FILES));
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> lists = Files.newDirectoryStream(folder, "*" + ERRORS)) {
        for (Path list : lists) {
          Files.delete(list);
        }
      }
    }
  }

  /**
   * A place for the files of the next import; close it, unless it was {@link #start started}.
   *
   * @throws ImportUnderWayException when another one is under way or on its way
   * @throws dev.drago.store.StoreException when there is no room for it
   */
  public synchronized Upload receive() {
    for (ImportJob job : jobs) {
      if (!job.status().state().isEnd()) {
        throw new ImportUnderWayException(
            "the import '%s' is under way; one is done at a time".formatted(job.id()));
      }
    }
    if (receiving) {
      throw new ImportUnderWayException("the files of another import are being received");
    }
    Upload upload = new Upload(folder.resolve(FILES), this::received);
    receiving = true;
    return upload;
  }

  private synchronized void received() {
    receiving = false;
  }

  /**
   * Imports what was received, from now on.
   *
   * @throws IllegalArgumentException with a sentence when nothing in it is recognised; it is still
   *     to be closed then
   */
  public synchronized ImportStatus start(Upload upload) {
    String id = UUID.randomUUID().toString();
    try {
      ImportJob job = new ImportJob(id, upload, catalog, log, folder.resolve(id + ERRORS));
      while (jobs.size() >= REMEMBERED) {
        delete(jobs.removeLast().errorList());
      }
      // There may be no thread to be had: then there is no import, and the next one may come.
      worker = Optional.of(Thread.ofPlatform().name("import").daemon().start(job));
      jobs.addFirst(job);
      return job.status();
    } catch (IOException e) {
      throw new UncheckedIOException("what was sent cannot be read: " + e.getMessage(), e);
    }
  }

  /** Those that are remembered, the newest first. */
  public synchronized List<ImportStatus> all() {
    return jobs.stream().map(ImportJob::status).toList();
  }

  /** One that is remembered. */
  public Optional<ImportStatus> find(String importId) {
    return job(importId).map(ImportJob::status);
  }

  /** The list of what one left out; it grows until all is read. */
  public Optional<Path> errorList(String importId) {
    return job(importId).map(ImportJob::errorList);
  }

  /** Makes one end soon that is being read; false where there is nothing to read any more. */
  public boolean cancel(String importId) {
    return job(importId).map(ImportJob::cancel).orElse(false);
  }

  /** Forgets one that has ended, and the list of what it left out. */
  public synchronized void remove(String importId) {
    jobs.removeIf(
        job -> {
          boolean removed = job.id().equals(importId) && job.status().state().isEnd();
          if (removed) {
            delete(job.errorList());
          }
          return removed;
        });
  }

  private static void delete(Path list) {
    try {
      Files.deleteIfExists(list);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be deleted: %s".formatted(list, e), e);
    }
  }

  private synchronized Optional<ImportJob> job(String importId) {
    return jobs.stream().filter(job -> job.id().equals(importId)).findFirst();
  }

  /** Deletes what is said of a user among what was left out, now and in what is still to come. */
  public synchronized void forget(String userId) {
    jobs.forEach(job -> job.forget(userId));
  }

  /** Ends the one under way and waits for it. */
  @Override
  public void close() {
    Optional<Thread> running;
    synchronized (this) {
      jobs.forEach(ImportJob::cancel);
      running = worker;
    }
    try {
      if (running.isPresent()) {
        running.get().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
