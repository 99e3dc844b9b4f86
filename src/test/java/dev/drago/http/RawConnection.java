package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** HTTP by hand, for what a well-behaved client would not send. */
final class RawConnection {

  private static final int PATIENCE_MILLIS = 10_000;

  private RawConnection() {}

  /**
   * Sends {@code bytes} and reads until the server closes, which it has to do; a server that closes
   * while it is still sent to has had enough, and that is fine.
   */
  static String exchange(int port, byte[]... bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      Thread.ofVirtual().start(() -> send(socket, bytes));
      StringBuilder answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8_192];
      try {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          answer.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
      } catch (java.net.SocketException e) {
        assertThat(answer).as("what came before %s", e.getMessage()).isNotEmpty();
      }
      return answer.toString();
    }
  }

  static String exchange(int port, String text) throws IOException {
    return exchange(port, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The one answer in what was read; more than one would mean that a body was read as a request.
   */
  static Answer only(String read) {
    String[] parts = read.split("\r\n\r\n", 2);
    List<String> head = Arrays.asList(parts[0].split("\r\n"));
    Map<String, List<String>> headers = new HashMap<>();
    for (String line : head.subList(1, head.size())) {
      String[] field = line.split(": *", 2);
      headers.put(field[0], List.of(field[1]));
    }
    int status = Integer.parseInt(head.getFirst().split(" ", -1)[1]);
    Answer answer = new Answer(status, HttpHeaders.of(headers, (k, v) -> true), parts[1]);
    assertThat(parts[1]).doesNotContain("HTTP/1.1");
    return answer;
  }

  private static void send(Socket socket, byte[][] bytes) {
    try {
      OutputStream out = socket.getOutputStream();
      for (byte[] part : bytes) {
        out.write(part);
      }
      out.flush();
    } catch (IOException e) {
      // the server had enough
    }
  }
}
