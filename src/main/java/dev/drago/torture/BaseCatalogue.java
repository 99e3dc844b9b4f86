package dev.drago.torture;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The items that are there from the beginning and are never changed. */
final class BaseCatalogue {

  /** There are at least so many. */
  static final int LEAST = 100;

  /** So many different texts: an embedder embeds each once, whatever the number of items. */
  private static final int TEXTS = 1_000;

  private BaseCatalogue() {}

  static String id(int n) {
    return "base-" + n;
  }

  /** Writes them as JSON Lines. */
  static void write(Path file, int items) {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int n = 0; n < items; n++) {
        out.write(
            """
            {"id": "%s", "title": "Chronicle of town %d", "attributes": {"revision": 0, "year": %d, "genres": ["%s"]}}
            """
                .formatted(
                    id(n), n % TEXTS, 1900 + n % TEXTS % 120, n % TEXTS % 2 == 0 ? "A" : "B"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be written: " + e.getMessage(), e);
    }
  }
}
