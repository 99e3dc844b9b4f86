package dev.drago.catalog.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file one after another, decoded one by one, so that a line in a wrong encoding
 * costs that line and not the file. Ends of line are LF or CRLF. A byte order mark is dropped.
 */
final class LineReader implements Closeable {

  /** Room for the longest text of an item and many attributes; beyond, something is broken. */
  static final int MAX_LINE = 4 << 20;

  /**
   * A line without its end.
   *
   * @param text undecodable lines as latin-1, for the excerpt
   * @param problem why the text is not to be used
   */
  record Line(long number, String text, Optional<LineProblem> problem) {}

  private final InputStream in;
  private final Decoding decoding;
  private final ByteCounter counter;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private byte[] pending = new byte[256];
  private int pendingLength;
  private boolean tooLong;
  private long number;

  LineReader(Path file, Decoding decoding, ByteCounter counter) throws IOException {
    this.in = Files.newInputStream(file);
    this.decoding = decoding;
    this.counter = counter;
  }

  /** The next line, or null at the end. */
  @Nullable Line next() throws IOException {
    while (true) {
      if (position == limit && !fill()) {
        return pendingLength > 0 || tooLong ? line() : null;
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      keep(position, end);
      position = Math.min(end + 1, limit);
      if (end < limit) {
        return line();
      }
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    counter.add(limit);
    return limit > 0;
  }

  private void keep(int from, int to) {
    int length = to - from;
    if (pendingLength + length > MAX_LINE) {
      tooLong = true;
      return;
    }
    if (pendingLength + length > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(pendingLength + length, 2 * pending.length));
    }
    System.arraycopy(buffer, from, pending, pendingLength, length);
    pendingLength += length;
  }

  private Line line() {
    number++;
    int from = number == 1 && startsWith(0xEF, 0xBB, 0xBF) ? 3 : 0;
    int to =
        pendingLength > from && pending[pendingLength - 1] == '\r'
            ? pendingLength - 1
            : pendingLength;
    boolean cut = tooLong;
    pendingLength = 0;
    tooLong = false;
    try {
      if (cut) {
        throw new LineProblem(
            ImportError.Kind.VALUE, "the line is longer than " + MAX_LINE + " bytes");
      }
      if (number == 1 && (startsWith(0xFF, 0xFE) || startsWith(0xFE, 0xFF))) {
        throw new LineProblem(ImportError.Kind.ENCODING, "the file is in UTF-16; save it as UTF-8");
      }
      return new Line(number, decoding.decode(pending, from, to), Optional.empty());
    } catch (LineProblem problem) {
      String shown = Decoding.latin1(pending, from, Math.min(to, from + 200));
      return new Line(number, shown, Optional.of(problem));
    }
  }

  private boolean startsWith(int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i >= pending.length || (pending[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
