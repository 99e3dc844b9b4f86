package dev.drago.ingest;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.drago.catalog.source.ImportError;
import dev.drago.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines that an import left out, all of them, as JSON Lines in a file; the first few in mind.
 * One thread adds to it, others may look.
 */
public final class ErrorList implements AutoCloseable {

  /** How many are kept in mind. */
  public static final int FIRST = 20;

  private final Path file;
  private final Writer writer;
  private final List<ImportError> first = new ArrayList<>();
  private long count;

  /** Starts an empty list; what an earlier import has left there is gone. */
  public ErrorList(Path file) throws IOException {
    this.file = file;
    this.writer = Files.newBufferedWriter(file);
  }

  /** Deletes the lines that mention a user from a list that an import left. */
  public static void forget(Path file, String userId) {
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

  /** Adds one. */
  public synchronized void add(ImportError error) {
    count++;
    if (first.size() < FIRST) {
      first.add(error);
    }
    try {
      error.writeJsonLine(writer);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** How many were added. */
  public synchronized long count() {
    return count;
  }

  /** The first {@value #FIRST}, less those that mention a user who was {@link #forgetFirst}. */
  synchronized List<ImportError> first() {
    return List.copyOf(first);
  }

  /** Forgets those of the first few that mention a user. */
  synchronized void forgetFirst(String userId) {
    first.removeIf(error -> error.message().contains(userId) || error.excerpt().contains(userId));
  }

  /** Where they are. */
  public Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
