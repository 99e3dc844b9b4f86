package dev.drago.ingest;

import dev.drago.catalog.source.ImportError;
import dev.drago.ingest.ImportStatus.State;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.LiveCatalog;
import dev.drago.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/** One import in the background of a server: reads, then has its items indexed. */
final class ImportJob implements Runnable {

  private static final Logger LOG = System.getLogger("dev.drago.ingest");

  private final String id;
  private final Upload upload;
  private final Upload.Found found;
  private final LiveCatalog catalog;
  private final Ingestion ingestion;
  private final ErrorList errors;
  private final String source;
  private final long bytesTotal;
  private final Instant startedAt = Instant.now();
  private volatile long bytesRead;
  private volatile boolean cancelled;
  private volatile State state = State.READING;
  private volatile Optional<String> detail = Optional.empty();

  /**
   * @param errors where to list what is left out
   * @throws IllegalArgumentException with a sentence when nothing in the upload is recognised
   */
  ImportJob(String id, Upload upload, LiveCatalog catalog, InteractionLog log, Path errors)
      throws IOException {
    this.id = id;
    this.upload = upload;
    this.catalog = catalog;
    this.found = upload.find(catalog);
    long total = 0;
    for (Upload.Source source : found.sources()) {
      total += source.files().totalBytes();
    }
    this.bytesTotal = total;
    this.source = describe(found.sources()); // now: it looks at files, which will be gone
    this.errors = new ErrorList(errors);
    this.ingestion = new Ingestion(catalog, log, this.errors);
  }

  @Override
  public void run() {
    try {
      read();
      state = State.INDEXING;
      catalog.catchUp(done -> {});
      end(State.DONE, Optional.empty());
    } catch (CancellationException e) {
      end(State.CANCELLED, Optional.of("cancelled; what was stored until then stays"));
    } catch (IOException | RuntimeException | Error e) { // or it would be under way for ever
      LOG.log(Level.ERROR, "an import failed; what was stored until then stays", e);
      end(State.FAILED, Optional.of(sentence(e)));
    }
  }

  /** Why, to whoever sent the files: where they lie on this machine is nobody's business. */
  private String sentence(Throwable e) {
    if (e instanceof StoreException) {
      return String.valueOf(e.getMessage());
    }
    return state == State.INDEXING
        ? "all is stored, but the index could not take it in; it will be tried again, and the log says why"
        : "the files could not be read to their end; the log says why";
  }

  private void read() throws IOException {
    try (upload;
        errors) {
      for (Upload.Unknown unknown : found.unknown()) {
        errors.add(new ImportError(unknown.name(), 0, ImportError.Kind.FILE, unknown.why(), ""));
      }
      long before = 0;
      for (Upload.Source source : found.sources()) {
        long behind = before;
        ingestion.read(source.files(), bytes -> at(behind + bytes));
        before += source.files().totalBytes();
      }
    }
  }

  private void at(long bytes) {
    if (cancelled) {
      throw new CancellationException("the import was cancelled");
    }
    bytesRead = bytes;
  }

  private void end(State how, Optional<String> why) {
    detail = why;
    state = how;
  }

  /** Makes the reading end soon; false where there is nothing to read any more. */
  boolean cancel() {
    cancelled = true;
    return state == State.READING;
  }

  /** Deletes what was said of a user; what will be said of them is only counted. */
  void forget(String userId) {
    errors.forget(userId);
  }

  String id() {
    return id;
  }

  /** The list of what was left out; it grows until the import has been read. */
  Path errorList() {
    return errors.file();
  }

  ImportStatus status() {
    return new ImportStatus(
        id,
        state,
        source,
        startedAt,
        bytesRead,
        bytesTotal,
        ingestion.counts(),
        errors.count(),
        errors.first(),
        detail);
  }

  private static String describe(List<Upload.Source> sources) {
    return sources.stream()
        .map(
            source ->
                source.name().isEmpty()
                    ? source.files().description()
                    : source.name() + ": " + source.files().description())
        .collect(Collectors.joining("; "));
  }
}
