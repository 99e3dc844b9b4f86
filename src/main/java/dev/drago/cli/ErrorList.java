package dev.drago.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.drago.catalog.source.ImportError;
import dev.drago.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

  /** Deletes the lines that mention a user from a list that an import left. */
  static void forget(Path file, String userId) {
    String mention = new String(JsonStringEncoder.getInstance().quoteAsString(userId));
    try {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        List<String> others = lines.stream().filter(line -> !line.contains(mention)).toList();
        if (others.size() < lines.size()) {
          AtomicFile.write(file, others.stream().map(line -> line + "\n").collect(joining()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
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
