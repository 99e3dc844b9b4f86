package dev.drago.conversation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of the lexicon: one entry a line, columns between {@code |}, lists between commas, {@code
 * #} before a comment. Each file says at its top what its columns are.
 */
final class LexiconFile {

  private LexiconFile() {}

  /**
   * The rows of a resource beside {@code /conversation}.
   *
   * @throws IllegalStateException when the file is missing or a row has another number of columns
   */
  static List<String[]> rows(String name, int columns) {
    try (InputStream in = LexiconFile.class.getResourceAsStream("/conversation/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the lexicon %s is missing from the jar".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> row(name, line, columns))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] row(String name, String line, int columns) {
    String[] row = line.split("\\|", -1);
    if (row.length != columns) {
      throw new IllegalStateException(
          "the lexicon %s has %d columns, and '%s' has %d"
              .formatted(name, columns, line, row.length));
    }
    return Arrays.stream(row).map(String::strip).toArray(String[]::new);
  }

  /** The parts of a column. */
  static List<String> list(String column) {
    return Stream.of(column.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
