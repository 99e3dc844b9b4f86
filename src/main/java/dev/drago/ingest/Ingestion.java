package dev.drago.ingest;

import dev.drago.catalog.source.ColumnMapping;
import dev.drago.catalog.source.ImportReport;
import dev.drago.catalog.source.ImportSource;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.LiveCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Reads files into a catalogue and its log, one source after the other. What it stores is durable
 * batch by batch, and is indexed by {@link LiveCatalog#catchUp} afterwards.
 */
public final class Ingestion {

  private final StoringSink sink;

  /**
   * @param errors gets what is left out
   */
  public Ingestion(LiveCatalog catalog, InteractionLog log, ErrorList errors) {
    this.sink = new StoringSink(catalog, log, errors);
  }

  /**
   * Finds out what a file or folder holds.
   *
   * @throws IllegalArgumentException with a sentence when nothing is recognised
   */
  public static ImportSource detect(Path path, LiveCatalog catalog) throws IOException {
    return ImportSource.detect(path, ColumnMapping.standard(), catalog.schema());
  }

  /**
   * Reads and stores all that a source has.
   *
   * @param bytesRead told now and then how many bytes are behind; what it throws ends the reading
   */
  public ImportReport read(ImportSource source, LongConsumer bytesRead) throws IOException {
    ImportReport report = source.read(sink, bytesRead);
    sink.flush();
    return report;
  }

  /** Of all that was stored so far, by whichever thread. */
  public Counts counts() {
    return sink.counts();
  }
}
