package dev.drago.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The keys in a file, which is read again when it changes: a key that is taken out of it is refused
 * within seconds. What cannot be read changes nothing, and is said in the log once.
 */
public final class KeyFile implements Supplier<ApiKeys> {

  private static final Logger LOG = System.getLogger("dev.drago.access");
  private static final long LOOK_EVERY_MILLIS = 1_000;
  private static final Set<PosixFilePermission> FORBIDDEN =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);

  private final Path file;
  private byte[] seen;
  private volatile ApiKeys keys;
  private String complaint = "";

  private KeyFile(Path file, byte[] content, ApiKeys keys) {
    this.file = file;
    this.seen = content;
    this.keys = keys;
  }

  /**
   * Reads the file.
   *
   * @throws UncheckedIOException when it cannot be read
   * @throws IllegalArgumentException when others may read it, when a line is wrong or when there is
   *     no key in it
   */
  public static KeyFile open(Path file) {
    byte[] content = read(file);
    ApiKeys keys = KeyText.parseLines(new String(content, StandardCharsets.UTF_8), file.toString());
    if (keys.keys().isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no key in it; `drago keys new` makes one".formatted(file));
    }
    return new KeyFile(file, content, keys);
  }

  private static byte[] read(Path file) {
    try {
      PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      if (posix != null
          && posix.readAttributes().permissions().stream().anyMatch(FORBIDDEN::contains)) {
        throw new IllegalArgumentException(
            "%s may be read or written by others; `chmod 600 %s` ends that".formatted(file, file));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException("there is no file %s to read keys from".formatted(file), e);
    } catch (IOException e) {
      throw new UncheckedIOException("the keys in %s cannot be read: %s".formatted(file, e), e);
    }
  }

  /** The keys now in force. */
  @Override
  public ApiKeys get() {
    return keys;
  }

  /** Looks at the file every second until {@code stopping}. */
  public void watch(CountDownLatch stopping) {
    try {
      while (!stopping.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An emptied file is no mistake: nobody has a key any more. */
  void look() {
    try {
      byte[] content = read(file);
      complaint = "";
      if (!Arrays.equals(content, seen)) {
        seen = content;
        keys = KeyText.parseLines(new String(content, StandardCharsets.UTF_8), file.toString());
        LOG.log(Level.INFO, "{0} has changed: {1} keys", file, keys.keys().size());
      }
    } catch (IllegalArgumentException | UncheckedIOException e) {
      String said = String.valueOf(e.getMessage());
      if (!said.equals(complaint)) {
        LOG.log(Level.WARNING, said + "; the keys that were read before stay in force");
        complaint = said;
      }
    }
  }
}
