package dev.drago.catalog.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.catalog.CatalogSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tells what a path holds from the names in a folder, or from the first lines of a file. */
record SourceDetection(ColumnMapping columns, CatalogSchema declared) {

  /** A broken first line shall not hide what the file is. */
  private static final int LINES_LOOKED_AT = 20;

  ImportSource detect(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file or folder");
    }
    return Files.isDirectory(path) ? folder(path) : file(path);
  }

  private static ImportSource folder(Path folder) throws IOException {
    if (Files.exists(folder.resolve(MovieLens1M.MOVIES))) {
      return new MovieLens1M(folder);
    }
    if (Files.exists(folder.resolve(MovieLens100K.FILMS))
        && Files.exists(folder.resolve(MovieLens100K.GENRES))) {
      return new MovieLens100K(folder);
    }
    Path movies = folder.resolve(MovieLensLatest.MOVIES);
    if (Files.exists(movies) && header(movies).equals(MovieLensLatest.MOVIES_HEADER)) {
      return new MovieLensLatest(folder);
    }
    throw new IllegalArgumentException(
        "%s: not a MovieLens folder (movies.dat; u.item and u.genre; or movies.csv). Other catalogues and logs are given file by file, as CSV or JSON Lines"
            .formatted(folder));
  }

  private ImportSource file(Path file) throws IOException {
    try (LineReader reader = open(file)) {
      LineReader.Line first = reader.next();
      while (first != null && first.text().isBlank()) {
        first = reader.next();
      }
      if (first == null) {
        throw unrecognised(file, "it is empty");
      }
      String text = first.text().strip();
      if (text.startsWith("{")) {
        return objects(file, first, reader);
      }
      if (first.problem().isPresent()) {
        throw unrecognised(file, first.problem().get().sentence());
      }
      if (text.startsWith("[")) {
        throw unrecognised(file, "it holds a JSON array; write one object a line (JSON Lines)");
      }
      return table(file);
    }
  }

  /** The first line that is a JSON object tells. */
  private ImportSource objects(Path file, LineReader.Line first, LineReader reader)
      throws IOException {
    LineReader.Line line = first;
    for (int i = 0; i < LINES_LOOKED_AT && line != null; i++) {
      if (line.problem().isEmpty() && !line.text().isBlank()) {
        try {
          return objects(file, JsonObjects.parse(line.text()));
        } catch (LineProblem problem) {
          // The next line may do.
        }
      }
      line = reader.next();
    }
    throw unrecognised(file, "its first lines are not JSON objects");
  }

  private ImportSource table(Path file) throws IOException {
    List<String> header = header(file);
    Map<String, String> interaction = Columns.ofInteractions(header, columns);
    if (isInteraction(interaction)) {
      return new CsvInteractions(file, columns);
    }
    Map<String, String> item = Columns.ofItems(header, columns);
    if (isItem(item)) {
      return new CsvItems(file, columns, declared);
    }
    throw unrecognised(
        file,
        "its first line should name columns id and title (items), or user and item (interactions), and is: "
            + Columns.listed(header));
  }

  private ImportSource objects(Path file, ObjectNode first) {
    List<String> names = JsonObjects.names(first);
    if (isInteraction(Columns.ofInteractions(names, columns))) {
      return new JsonLinesInteractions(file, columns);
    }
    if (isItem(Columns.ofItems(names, columns))) {
      return new JsonLinesItems(file, columns, declared);
    }
    throw unrecognised(
        file,
        "its objects should have id and title (items), or user and item (interactions), and have: "
            + Columns.listed(names));
  }

  private static boolean isInteraction(Map<String, String> found) {
    return found.containsKey(Columns.USER) && found.containsKey(Columns.ITEM);
  }

  private static boolean isItem(Map<String, String> found) {
    return found.containsKey(Columns.ID) && found.containsKey(Columns.TITLE);
  }

  private static List<String> header(Path file) throws IOException {
    try (LineReader reader = open(file)) {
      return Table.open(reader).header();
    } catch (LineProblem problem) {
      throw unrecognised(file, problem.sentence());
    }
  }

  private static LineReader open(Path file) throws IOException {
    return new LineReader(file, Decoding.UTF_8, new ByteCounter(bytes -> {}));
  }

  private static IllegalArgumentException unrecognised(Path file, String why) {
    return new IllegalArgumentException("%s cannot be imported: %s".formatted(file, why));
  }
}
