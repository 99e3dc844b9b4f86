package dev.drago.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A folder that is there with all its files or not at all, also after a crash or a loss of power.
 * It grows beside its place and is moved there at the end.
 *
 * <pre>{@code
 * try (AtomicFolder folder = AtomicFolder.create(place)) {
 *   Files.writeString(folder.part().resolve("a"), "…");
 *   folder.publish();
 * }
 * }</pre>
 */
public final class AtomicFolder implements AutoCloseable {

  private final Path target;
  private final Path part;

  private AtomicFolder(Path target, Path part) {
    this.target = target;
    this.part = part;
  }

  /**
   * Begins a folder.
   *
   * @throws IllegalArgumentException with a sentence when something is at its place already, other
   *     than an empty folder
   */
  public static AtomicFolder create(Path folder) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw new IllegalArgumentException("%s is not a folder".formatted(folder));
    }
    if (Files.exists(target) && !Folders.isEmpty(target)) {
      throw new IllegalArgumentException("the folder %s is not empty".formatted(folder));
    }
    Path parent = target.resolveSibling("");
    Files.createDirectories(parent);
    return new AtomicFolder(
        target,
        Files.createDirectory(
            parent.resolve("%s.%s.part".formatted(target.getFileName(), UUID.randomUUID()))));
  }

  /** Where its files are put until it is published. */
  public Path part() {
    return part;
  }

  /** Brings all to disk, then to its place. */
  public void publish() throws IOException {
    for (Path path : Folders.innermostFirst(part)) {
      force(path);
    }
    // An empty folder that is in its place is replaced; one that has been filled meanwhile is not.
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(target.resolveSibling(""));
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Deletes what was not published. */
  @Override
  public void close() throws IOException {
    Folders.delete(part);
  }
}
