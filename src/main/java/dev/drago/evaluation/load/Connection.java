package dev.drago.evaluation.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kept-alive HTTP/1.1 connection that reads answers and throws them away.
 *
 * <p>It exists because load generator and server share the machine, and what the generator takes
 * the server lacks. At 2,000 requests/s from 16 clients the JDK's HttpClient took 0.76 of a core in
 * its first six seconds and 0.17 once compiled; bare exchanges over sockets took 0.10 and 0.06, and
 * the whole generator, which also draws histories and records latencies, 0.25 and 0.13 (two cores,
 * one of them busy otherwise).
 *
 * <p>It speaks as much HTTP as a benchmark of our own server needs: no redirects, no compression,
 * no TLS. For one thread; only {@link #close} may come from another.
 */
final class Connection implements AutoCloseable {

  private final AnswerReader answer = new AnswerReader();
  private final InetSocketAddress address;
  private final Duration timeout;
  private final String headers;
  private volatile @Nullable Socket socket;
  private volatile boolean closed;

  /**
   * @param server {@code http://host:port}
   * @param headers to send with every request
   */
  Connection(URI server, Map<String, String> headers, Duration timeout) {
    if (!"http".equals(server.getScheme()) || server.getHost() == null) {
      throw new IllegalArgumentException(
          "the load generator speaks plain HTTP: http://host:port, not " + server);
    }
    int port = server.getPort() < 0 ? 80 : server.getPort();
    this.address = new InetSocketAddress(server.getHost(), port);
    this.timeout = timeout;
    StringBuilder lines = new StringBuilder(" HTTP/1.1\r\nHost: ");
    lines.append(server.getHost()).append(':').append(port).append("\r\n");
    headers.forEach((name, value) -> lines.append(name + ": " + value + "\r\n"));
    this.headers = lines.toString();
  }

  /**
   * Sends a request and reads the whole answer. After an exception the next exchange connects anew.
   *
   * @return the status
   */
  int exchange(Request request) throws IOException {
    try {
      Socket open = open();
      send(request, open.getOutputStream());
      int status = answer.read(open.getInputStream());
      if (!answer.keepsConnection()) {
        disconnect();
      }
      return status;
    } catch (IOException | RuntimeException e) {
      disconnect();
      throw e;
    }
  }

  /** The last answer. */
  AnswerReader answer() {
    return answer;
  }

  private Socket open() throws IOException {
    Socket current = socket;
    if (current != null) {
      return current;
    }
    Socket fresh = new Socket();
    socket = fresh;
    if (closed) {
      throw new IOException("closed");
    }
    fresh.setTcpNoDelay(true);
    fresh.setSoTimeout((int) timeout.toMillis());
    fresh.connect(address, (int) timeout.toMillis());
    answer.forget();
    return fresh;
  }

  private void send(Request request, OutputStream out) throws IOException {
    byte[] content = request.body().getBytes(StandardCharsets.UTF_8);
    String type =
        request.method().equals("GET")
            ? "\r\n"
            : "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n";
    byte[] head =
        (request.method() + ' ' + request.path() + headers + type)
            .getBytes(StandardCharsets.US_ASCII);
    // One write: head and body in separate packets would cost the server two reads.
    byte[] all = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    out.write(all);
  }

  private void disconnect() {
    Socket current = socket;
    socket = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        // it is gone either way
      }
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends the connection, and the exchange that another thread may be waiting in. */
  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}
