package dev.drago.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes the instance that is tortured. */
public final class Preparation {

  private Preparation() {}

  /** Whether a folder holds an instance. */
  public static boolean isThere(Path data) {
    return Files.exists(data.resolve("drago.db"));
  }

  /**
   * Imports items that nobody will write.
   *
   * @param program java, its flags, and {@code drago import} with its options, but no path
   * @param said hears what the import says, its progress
   * @throws IllegalArgumentException where there is an instance already
   * @throws IllegalStateException when the import fails, after the import said why
   */
  public static void run(List<String> program, Path data, int items, Consumer<String> said) {
    if (isThere(data)) {
      throw new IllegalArgumentException(
          "%s holds an instance; torture is for one that is made for it".formatted(data));
    }
    try {
      Files.createDirectories(data);
      Path file = Files.createTempFile("drago-torture", ".jsonl");
      try {
        BaseCatalogue.write(file, Math.max(BaseCatalogue.LEAST, items));
        List<String> line = new ArrayList<>(program);
        line.add(file.toString());
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (BufferedReader lines = process.inputReader()) {
          lines.lines().forEach(said);
        }
        if (process.waitFor() != 0) {
          throw new IllegalStateException("the items could not be imported; the import said why");
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the items could not be imported: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
