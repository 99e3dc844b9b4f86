package dev.drago.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is there as a whole or as it was before. */
final class AtomicFile {

  private AtomicFile() {}

  /** Writes beside {@code file}, then moves there; makes its folder where there is none. */
  static void write(Path file, String text) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.resolveSibling("");
    Files.createDirectories(folder);
    Path unfinished = Files.createTempFile(folder, ".drago", ".tmp");
    try {
      Files.write(unfinished, text.getBytes(StandardCharsets.UTF_8));
      Files.setPosixFilePermissions(
          unfinished, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(
          unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
