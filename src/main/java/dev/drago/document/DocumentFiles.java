package dev.drago.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.catalog.InvalidFieldException;
import dev.drago.catalog.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Documents in files: JSON Lines in the form of {@link DocumentJson}, or a folder of {@code .txt},
 * {@code .md} and {@code .html} files, the folders in it included.
 *
 * <p>A file of a folder has its path without the ending as id, {@code notes/heat-1995} for {@code
 * notes/heat-1995.md}, and the first heading as title, or its name. It is about the item that its
 * name names, if there is one.
 */
public final class DocumentFiles {

  /** Hears of each document, and of each line or file that is none. */
  public interface Sink {
    void document(Document document);

    /**
     * A line or file that is left out.
     *
     * @param line from 1; 0 where the whole file is meant
     */
    void error(Path file, long line, String message);
  }

  private final Predicate<String> isItem;

  /**
   * A reader that knows which names are those of items.
   *
   * @param isItem whether there is an item of this id
   */
  public DocumentFiles(Predicate<String> isItem) {
    this.isItem = isItem;
  }

  /**
   * Reads a file or a folder.
   *
   * @throws IllegalArgumentException when the path is neither a folder nor a .jsonl file
   */
  public void read(Path path, Sink sink) throws IOException {
    if (Files.isDirectory(path)) {
      readFolder(path, sink);
    } else if (Files.isRegularFile(path) && path.toString().endsWith(".jsonl")) {
      readLines(path, sink);
    } else {
      throw new IllegalArgumentException(
          "%s is neither a folder nor a .jsonl file of documents".formatted(path));
    }
  }

  private static void readLines(Path file, Sink sink) throws IOException {
    long number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        try {
          JsonNode json = StrictJson.read(line);
          sink.document(DocumentJson.parse(json));
        } catch (InvalidDocumentException | InvalidFieldException e) {
          sink.error(file, number, String.valueOf(e.getMessage()));
        }
      }
    } catch (MalformedInputException e) {
      sink.error(file, number + 1, "from here on the file is not UTF-8");
    }
  }

  private void readFolder(Path folder, Sink sink) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      Optional<DocumentFormat> format = format(file);
      if (format.isEmpty()) {
        sink.error(file, 0, "its name ends in none of .txt, .md, .html");
        continue;
      }
      try {
        sink.document(document(folder, file, format.get()));
      } catch (InvalidDocumentException e) {
        sink.error(file, 0, String.valueOf(e.getMessage()));
      } catch (MalformedInputException e) {
        sink.error(file, 0, "the file is not UTF-8");
      }
    }
  }

  private Document document(Path folder, Path file, DocumentFormat format) throws IOException {
    if (Files.size(file) > 4L * Document.MAX_CONTENT) {
      throw InvalidDocumentException.tooLarge(
          "the file has %,d bytes; at most %,d characters are kept"
              .formatted(Files.size(file), Document.MAX_CONTENT));
    }
    String path = folder.relativize(file).toString().replace('\\', '/');
    String id = path.substring(0, path.lastIndexOf('.'));
    String name = id.substring(id.lastIndexOf('/') + 1);
    String content = Files.readString(file, StandardCharsets.UTF_8);
    Document untitled =
        new Document(
            id,
            name,
            content,
            format,
            Optional.of(name).filter(isItem),
            Optional.empty(),
            Optional.empty());
    return title(untitled)
        .map(
            title ->
                new Document(
                    id,
                    title,
                    content,
                    format,
                    untitled.itemId(),
                    Optional.empty(),
                    Optional.empty()))
        .orElse(untitled);
  }

  /** The first heading that has something below it. */
  private static Optional<String> title(Document document) {
    return ReadableText.of(document).paragraphs().stream()
        .filter(paragraph -> !paragraph.headings().isEmpty())
        .findFirst()
        .map(paragraph -> paragraph.headings().getFirst())
        .filter(heading -> heading.length() <= 200);
  }

  private static Optional<DocumentFormat> format(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "txt" -> Optional.of(DocumentFormat.TEXT);
      case "md", "markdown" -> Optional.of(DocumentFormat.MARKDOWN);
      case "html", "htm" -> Optional.of(DocumentFormat.HTML);
      default -> Optional.empty();
    };
  }
}
