package dev.drago.catalog.source;

import dev.drago.catalog.CatalogSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Files that hold items, interactions or both.
 *
 * <pre>{@code
 * ImportSource source = ImportSource.detect(path);
 * ImportReport report = source.read(sink, progressBar::stepTo);
 * }</pre>
 *
 * <p>Reading streams: memory grows with the number of item ids, not with the number of lines. A bad
 * line never ends an import, it becomes an {@link ImportError}; only a file that cannot be opened
 * or read, or an interrupted thread, does.
 */
public sealed interface ImportSource
    permits CsvItems,
        CsvInteractions,
        JsonLinesItems,
        JsonLinesInteractions,
        MovieLens1M,
        MovieLens100K,
        MovieLensLatest {

  /** What was recognised, as a person would say it. */
  String description();

  /** The files that it reads. */
  List<Path> files();

  /**
   * How many bytes {@link #read} goes through. Files with free attributes count twice: a first pass
   * finds the attributes' types.
   */
  default long totalBytes() throws IOException {
    long total = 0;
    for (Path file : files()) {
      total += Files.size(file);
    }
    return total;
  }

  /**
   * Reads everything into the sink.
   *
   * @param bytesRead told now and then how many of {@link #totalBytes} are behind
   * @throws java.io.InterruptedIOException when the thread was interrupted
   */
  ImportReport read(ImportSink sink, LongConsumer bytesRead) throws IOException;

  default ImportReport read(ImportSink sink) throws IOException {
    return read(sink, bytes -> {});
  }

  /** Finds out what a file or folder holds, with nothing declared. */
  static ImportSource detect(Path path) throws IOException {
    return detect(path, ColumnMapping.standard(), CatalogSchema.empty());
  }

  /**
   * Finds out what a file or folder holds.
   *
   * @param columns which column is what, where the names do not say it
   * @param declared types of attributes that are not to be inferred
   * @throws IllegalArgumentException with a sentence when nothing is recognised
   */
  static ImportSource detect(Path path, ColumnMapping columns, CatalogSchema declared)
      throws IOException {
    return new SourceDetection(columns, declared).detect(path);
  }
}
