package dev.drago.evaluation.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of one connection: bodies by length, in chunks (RFC 9112, section 7.1) or up to
 * the end. It keeps one buffer for what is received and one for the body, and allocates little
 * else.
 */
final class AnswerReader {

  private static final int MAX_HEAD = 64 * 1024;
  private static final int MAX_BODY = 64 << 20;

  /** Bytes from {@code position} to {@code limit} have been received and not been read. */
  private byte[] buffer = new byte[16 * 1024];

  private int position;
  private int limit;
  private byte[] body = new byte[16 * 1024];
  private int bodyLength;
  private boolean keepsConnection;

  /** Reads one whole answer, and those that only announce it; returns its status. */
  int read(InputStream in) throws IOException {
    while (true) {
      String head = head(in);
      int status = status(head);
      keepsConnection = !"close".equalsIgnoreCase(header(head, "connection"));
      bodyLength = 0;
      if (status / 100 != 1) {
        if (status != 204 && status != 304) {
          readBody(head, in);
        }
        return status;
      }
    }
  }

  /** Forgets what was received: a new connection follows. */
  void forget() {
    position = 0;
    limit = 0;
  }

  /** Whether the connection can be used again. */
  boolean keepsConnection() {
    return keepsConnection;
  }

  /** The body of the last answer. */
  byte[] body() {
    return Arrays.copyOf(body, bodyLength);
  }

  /** Whether the body of the last answer contains {@code marker}. */
  boolean bodyContains(byte[] marker) {
    for (int from = 0; from <= bodyLength - marker.length; from++) {
      if (body[from] == marker[0]
          && Arrays.equals(body, from, from + marker.length, marker, 0, marker.length)) {
        return true;
      }
    }
    return false;
  }

  /** The status line and the headers. */
  private String head(InputStream in) throws IOException {
    int scanned = position;
    while (true) {
      for (; scanned + 3 < limit; scanned++) {
        if (buffer[scanned] == '\r'
            && buffer[scanned + 1] == '\n'
            && buffer[scanned + 2] == '\r'
            && buffer[scanned + 3] == '\n') {
          String head =
              new String(buffer, position, scanned + 2 - position, StandardCharsets.ISO_8859_1);
          position = scanned + 4;
          return head;
        }
      }
      int length = limit - position;
      if (length > MAX_HEAD) {
        throw new ProtocolException("the headers are longer than %d bytes".formatted(MAX_HEAD));
      }
      scanned -= position;
      compact();
      if (limit == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
      fill(in);
    }
  }

  private void compact() {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    position = 0;
  }

  private void fill(InputStream in) throws IOException {
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      throw new EOFException("the server closed the connection within an answer");
    }
    limit += read;
  }

  private static int status(String head) throws ProtocolException {
    if (head.startsWith("HTTP/1.1 ") || head.startsWith("HTTP/1.0 ")) {
      try {
        return Integer.parseInt(head, 9, 12, 10);
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        // said below
      }
    }
    throw new ProtocolException(
        "this is no answer in HTTP/1.1: " + head.lines().findFirst().orElse(""));
  }

  private void readBody(String head, InputStream in) throws IOException {
    String length = header(head, "content-length");
    if ("chunked".equalsIgnoreCase(header(head, "transfer-encoding"))) {
      readChunks(in);
    } else if (length != null) {
      take(in, number(length, 10));
    } else {
      readToEnd(in);
      keepsConnection = false;
    }
  }

  private void readChunks(InputStream in) throws IOException {
    while (true) {
      String line = line(in);
      int extension = line.indexOf(';');
      int size = number(extension < 0 ? line : line.substring(0, extension), 16);
      if (size == 0) {
        while (!line(in).isEmpty()) {
          // trailers say nothing to a benchmark
        }
        return;
      }
      take(in, size);
      line(in);
    }
  }

  private void readToEnd(InputStream in) throws IOException {
    take(in, limit - position);
    for (byte[] rest = in.readNBytes(8192); rest.length > 0; rest = in.readNBytes(8192)) {
      append(rest, 0, rest.length);
    }
  }

  private String line(InputStream in) throws IOException {
    int end = position;
    while (true) {
      for (; end + 1 < limit; end++) {
        if (buffer[end] == '\r' && buffer[end + 1] == '\n') {
          String line = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
          position = end + 2;
          return line;
        }
      }
      end -= position;
      compact();
      if (limit == buffer.length) {
        throw new ProtocolException("a chunk's line has no end");
      }
      fill(in);
    }
  }

  /** Moves {@code count} received or coming bytes to the body. */
  private void take(InputStream in, int count) throws IOException {
    int missing = count;
    while (missing > 0) {
      if (position == limit) {
        position = 0;
        limit = 0;
        fill(in);
      }
      int now = Math.min(missing, limit - position);
      append(buffer, position, now);
      position += now;
      missing -= now;
    }
  }

  private void append(byte[] from, int offset, int count) throws ProtocolException {
    if (bodyLength + count > MAX_BODY) {
      throw new ProtocolException("the body is longer than %d bytes".formatted(MAX_BODY));
    }
    if (bodyLength + count > body.length) {
      body = Arrays.copyOf(body, Math.max(2 * body.length, bodyLength + count));
    }
    System.arraycopy(from, offset, body, bodyLength, count);
    bodyLength += count;
  }

  private static int number(String text, int radix) throws ProtocolException {
    try {
      int number = Integer.parseInt(text.strip(), radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new ProtocolException("'%s' is not a length".formatted(text));
  }

  private static @Nullable String header(String head, String name) {
    int length = name.length();
    for (int at = head.indexOf("\r\n"); at >= 0; at = head.indexOf("\r\n", at + 2)) {
      int start = at + 2;
      if (head.regionMatches(true, start, name, 0, length)
          && start + length < head.length()
          && head.charAt(start + length) == ':') {
        int end = head.indexOf("\r\n", start);
        return head.substring(start + length + 1, end).strip();
      }
    }
    return null;
  }
}
