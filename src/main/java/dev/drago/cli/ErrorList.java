package dev.drago.cli;

import dev.drago.catalog.source.ImportError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The lines that an import left out, all of them, as JSON Lines in a file; the first few in mind.
 */
final class ErrorList implements AutoCloseable {

  private final Path file;
  private final Writer writer;
  private long count;

  /** Starts an empty list; what an earlier import has left there is gone. */
  ErrorList(Path file) throws IOException {
    this.file = file;
    this.writer = Files.newBufferedWriter(file);
  }

  void add(ImportError error) {
    count++;
    try {
      error.writeJsonLine(writer);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  long count() {
    return count;
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
