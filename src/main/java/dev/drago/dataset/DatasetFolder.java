package dev.drago.dataset;

import dev.drago.file.LinesFile;
import dev.drago.file.WrittenFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of a data set. Files grow in a folder of their own inside it and get their names all
 * at the end; {@code dataset.json}, which says that a set is whole, goes first and comes last.
 */
final class DatasetFolder implements AutoCloseable {

  static final String MANIFEST = "dataset.json";
  static final String CARD = "README.md";

  /** All that may be in it; with force, what is left of an earlier set is deleted. */
  private static final List<String> NAMES =
      List.of(
          "sft-train.jsonl",
          "sft-validation.jsonl",
          "dpo-train.jsonl",
          "dpo-validation.jsonl",
          "items.jsonl",
          "windows.csv",
          CARD,
          MANIFEST);

  private final Path folder;
  private final Path part;
  private final boolean isNew;
  private final Map<String, LinesFile> files = new LinkedHashMap<>();

  private DatasetFolder(Path folder, Path part, boolean isNew) {
    this.folder = folder;
    this.part = part;
    this.isNew = isNew;
  }

  /**
   * Opens a folder, made where there is none.
   *
   * @param force whether a set that is there may be replaced; other files stay in any case
   * @throws IllegalArgumentException when it is not empty, without force
   */
  static DatasetFolder open(Path folder, boolean force) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException("%s is not a folder".formatted(folder));
    }
    boolean isNew = !Files.exists(folder);
    Files.createDirectories(folder);
    if (!force && !isEmpty(folder)) {
      throw new IllegalArgumentException(
          "the folder %s is not empty; --force replaces a data set in it".formatted(folder));
    }
    return new DatasetFolder(
        folder,
        Files.createDirectory(folder.resolve("part-" + ProcessHandle.current().pid())),
        isNew);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  /** A file that is written line by line. */
  LinesFile lines(String name) throws IOException {
    LinesFile file = LinesFile.create(part.resolve(name));
    files.put(name, file);
    return file;
  }

  /** Ends all files. */
  List<WrittenFile> finish() throws IOException {
    List<WrittenFile> written = new ArrayList<>();
    for (LinesFile file : files.values()) {
      written.add(file.finish());
    }
    return written;
  }

  /** Gives finished files their names, and the set its manifest and card. */
  void publish(String manifest, String card) throws IOException {
    Files.writeString(part.resolve(MANIFEST), manifest);
    Files.writeString(part.resolve(CARD), card);
    Files.deleteIfExists(folder.resolve(MANIFEST));
    for (String name : NAMES) {
      Path made = part.resolve(name);
      if (Files.exists(made)) {
        Files.move(made, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
  }

  /** Deletes what was not published. */
  @Override
  public void close() throws IOException {
    for (LinesFile file : files.values()) {
      file.close();
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(part)) {
      for (Path file : left) {
        Files.delete(file);
      }
    } catch (NoSuchFileException e) {
      return;
    }
    Files.delete(part);
    if (isNew && isEmpty(folder)) {
      Files.delete(folder); // of a run that came to nothing, nothing stays
    }
  }
}
