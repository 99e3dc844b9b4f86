package dev.drago.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a folder. */
final class FolderContent {

  private FolderContent() {}

  static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  /** Deletes a file, or a folder with all that is in it; nothing where there is none. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> tree = Files.walk(path)) {
      inside = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path entry : inside) {
      Files.deleteIfExists(entry);
    }
  }
}
