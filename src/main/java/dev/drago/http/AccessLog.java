package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of JSON for each request, without anything that a request was about: the route is that of
 * the contract, not the path, which may have a person's id in it.
 *
 * <p>At 64 MB the file becomes {@code FILE.1}, in the place of the one before, so that it never
 * fills a disk and needs nobody to rotate it. What cannot be written is left out, and the log says
 * so once.
 */
final class AccessLog implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.drago.http");
  private static final Path STANDARD_OUTPUT = Path.of("-");
  private static final long MOST_BYTES = 64L << 20;

  /**
   * A request.
   *
   * @param status 499 where the client went away before its answer
   * @param bytes of the answer, its head not counted
   * @param ms from the head of the request to the end of the answer
   * @param key the name of the key it came with
   * @param problem the title of the problem it was answered with
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Line(
      Instant time,
      String requestId,
      Optional<String> traceId,
      String method,
      String route,
      int status,
      long bytes,
      double ms,
      Optional<String> key,
      Optional<String> problem) {}

  private final Optional<Path> file;
  private final long most;
  private OutputStream out;
  private long written;
  private boolean failed;

  private AccessLog(Optional<Path> file, OutputStream out, long written, long most) {
    this.file = file;
    this.out = out;
    this.written = written;
    this.most = most;
  }

  /**
   * Goes on with a file, or makes it; {@code -} is standard output.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  static AccessLog at(Path file) {
    return file.equals(STANDARD_OUTPUT) ? to(System.out) : open(file, MOST_BYTES);
  }

  /** A file that is rotated before it has more than {@code most} bytes. */
  static AccessLog open(Path file, long most) {
    try {
      OutputStream out = appending(file);
      return new AccessLog(Optional.of(file), out, Files.size(file), most);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the access log %s cannot be written: %s".formatted(file, e), e);
    }
  }

  /** To a stream that stays open, such as standard output; it is never rotated. */
  static AccessLog to(OutputStream out) {
    return new AccessLog(Optional.empty(), out, 0, Long.MAX_VALUE);
  }

  private static OutputStream appending(Path file) throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  synchronized void write(Line line) {
    byte[] json = Json.bytes(line);
    byte[] text = java.util.Arrays.copyOf(json, json.length + 1);
    text[json.length] = '\n';
    try {
      if (written + text.length > most && file.isPresent()) {
        rotate(file.get());
      }
      out.write(text);
      out.flush();
      written += text.length;
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        LOG.log(Level.WARNING, "the access log cannot be written: {0}", e.toString());
      }
      failed = true;
    }
  }

  private void rotate(Path full) throws IOException {
    out.close();
    Files.move(
        full,
        full.resolveSibling(full.getFileName() + ".1"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
    out = appending(full);
    written = 0;
  }

  @Override
  public synchronized void close() {
    if (file.isPresent()) {
      try {
        out.close();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "the access log could not be closed: {0}", e.toString());
      }
    }
  }
}
