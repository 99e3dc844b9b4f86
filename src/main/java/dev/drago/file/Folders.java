package dev.drago.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What lies in folders. */
public final class Folders {

  private Folders() {}

  /** Whether nothing is in a folder. */
  public static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  /** A file, or all that is in a folder and itself, the innermost first. */
  public static List<Path> innermostFirst(Path path) throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      return tree.sorted(Comparator.reverseOrder()).toList();
    }
  }

  /** Deletes a file, or a folder with all that is in it; nothing where there is none. */
  public static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      for (Path entry : innermostFirst(path)) {
        Files.deleteIfExists(entry);
      }
    }
  }
}
