package dev.drago.ingest;

import dev.drago.catalog.source.ImportError;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far an import is, or what came of it.
 *
 * @param source what is imported, as a person would say it
 * @param bytesRead of {@code bytesTotal}; files with free attributes are read twice
 * @param counts of what is stored
 * @param errors how many lines were left out
 * @param firstErrors the first few of them
 * @param detail why it failed, or what is left of one that was cancelled
 */
public record ImportStatus(
    String importId,
    State state,
    String source,
    Instant startedAt,
    long bytesRead,
    long bytesTotal,
    Counts counts,
    long errors,
    List<ImportError> firstErrors,
    Optional<String> detail) {

  /** What it is doing. */
  public enum State {
    /** Its files are read and stored. */
    READING,
    /** All is stored; items are being embedded and taken into the index. */
    INDEXING,
    /** All is stored and found. */
    DONE,
    /** It ended early; what was stored until then stays. */
    FAILED,
    /** It was told to end early; what was stored until then stays. */
    CANCELLED;

    /** Whether it has ended. */
    public boolean isEnd() {
      return this != READING && this != INDEXING;
    }
  }

  public ImportStatus {
    firstErrors = List.copyOf(firstErrors);
  }
}
