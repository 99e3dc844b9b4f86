package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More than a server of two requests at once takes, and clients that only keep a place. */
final class OverloadTest {

  private static final ScriptedChat CHAT = new ScriptedChat();
  private static final int AT_ONCE = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @RegisterExtension static final TestServer SERVER = new TestServer(CHAT);

  private static HttpServer small;

  @BeforeAll
  static void start() {
    HttpServer.Limits limits =
        new HttpServer.Limits(
            1 << 20,
            1 << 20,
            AT_ONCE,
            Duration.ZERO,
            200,
            Duration.ofMillis(1_500),
            Duration.ofMillis(1_500));
    small = HttpServer.start(HttpServer.Options.local(0, limits), SERVER.services());
  }

  @AfterAll
  static void stop() {
    small.close();
  }

  private static Socket open(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), small.port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  /** A text without end, streamed: it keeps its place until its socket is closed. */
  private static Socket endless() throws IOException {
    String body =
        "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"go on for ever\"}]}"
            .formatted(ScriptedChat.MODEL);
    return open(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body));
  }

  private static double metric(String name) {
    String text = new Client(small.port()).get("/metrics").is(200).body();
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  @Test
  void oneMoreThanThereIsRoomForIsToldToComeAgain() throws IOException {
    Client client = new Client(small.port());
    try (Socket first = endless();
        Socket second = endless()) {
      first.getInputStream().read();
      second.getInputStream().read();
      assertThat(metric("drago_http_requests_in_flight")).isEqualTo(AT_ONCE);
      Answer refused = client.get("/v1/status").is(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(client.post("/v1/search", "{\"query\":\"space\"}").is(503).detail())
          .contains("2 requests are being answered");
      assertThat(
              client
                  .post("/v1/embeddings", "{\"model\":\"e5-small-v2\",\"input\":\"a\"}")
                  .is(503)
                  .json()
                  .has("error"))
          .isTrue();
      client.get("/livez").is(200);
      client.get("/readyz").is(200);
      assertThat(metric("drago_http_requests_refused_total{reason=\"in_flight\"}"))
          .isGreaterThanOrEqualTo(3);
    }
    await().atMost(PATIENCE).until(() -> client.get("/v1/status").status() == 200);
  }

  /** Its connection must not be reset: the answer would be lost with what it still sends. */
  @Test
  void whoIsToldThatABodyIsTooLargeMaySendItToTheEnd() throws IOException {
    int length = 4 << 20;
    try (Socket socket =
        open(
            "POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(length))) {
      await().atMost(PATIENCE).until(() -> socket.getInputStream().available() > 0);
      byte[] piece = new byte[1 << 16];
      for (int sent = 0; sent < length; sent += piece.length) {
        socket.getOutputStream().write(piece);
      }
      // The server ends it when the client does not.
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 413 ")
          .contains("Connection: close", "larger than this server takes");
    }
  }

  @Test
  void aBodyThatNobodyReadsKeepsNoPlace() throws IOException {
    Client client = new Client(small.port());
    for (int i = 0; i < 3 * AT_ONCE; i++) {
      client.send("POST", "/v1/search", "text/plain", "no JSON at all").is(415);
      try (Socket odd =
          open(
              "GET /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello")) {
        assertThat(new String(odd.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 200");
      }
    }
    client.get("/v1/status").is(200);
    await().atMost(PATIENCE).until(() -> metric("drago_http_requests_in_flight") == 0);
  }

  /** Slowloris: heads and bodies that never end, connections that never ask. */
  @Test
  void whoNeverEndsARequestStarvesNobodyAndIsHungUpOn() throws IOException {
    Client client = new Client(small.port());
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      slow.add(open(""));
      slow.add(open("GET /v1/status HTTP/1.1\r\nHost: x\r\nX-A: "));
      slow.add(
          open(
              "POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"));
    }
    client.get("/v1/status").is(200);
    client.post("/v1/search", "{\"query\":\"space\"}").is(200);
    for (Socket socket : slow) {
      requireHungUp(socket);
    }
    await().atMost(PATIENCE).until(() -> metric("drago_http_connections") < 20);
  }

  private static void requireHungUp(Socket socket) throws IOException {
    try (socket) {
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    } catch (java.net.SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Test
  void aRequestInPiecesIsAnsweredWhenItArrivesInTime() throws IOException {
    try (Socket socket = open("GET /livez HT")) {
      socket
          .getOutputStream()
          .write("TP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200");
    }
  }

  /** Two requests sent before the first is answered. */
  @Test
  void requestsInAdvanceAreAnsweredInOrder() throws IOException {
    String request = "GET /livez HTTP/1.1\r\nHost: x\r\n%s\r\n";
    try (Socket socket = open(request.formatted("") + request.formatted("Connection: close\r\n"))) {
      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
    }
  }

  @Test
  void aServerThatStopsSaysSoAndFinishesWhatItHasBegun() throws Exception {
    HttpServer stopping =
        HttpServer.start(
            HttpServer.Options.local(0, HttpServer.Limits.STANDARD), SERVER.services());
    Client client = new Client(stopping.port());
    client.get("/readyz").is(200);
    String body =
        "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"go on for ever\"}]}"
            .formatted(ScriptedChat.MODEL);
    Socket running = new Socket(InetAddress.getLoopbackAddress(), stopping.port());
    running
        .getOutputStream()
        .write(
            "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.length(), body)
                .getBytes(StandardCharsets.UTF_8));
    running.getInputStream().read();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(stopping::close);
    await().atMost(PATIENCE).until(() -> client.get("/readyz").status() == 503);
    assertThat(client.get("/readyz").json().path("status").asText()).isEqualTo("stopping");
    assertThat(client.get("/v1/status").is(503).detail()).isEqualTo("the server is stopping");
    assertThat(closed).isNotDone();
    running.close();
    closed.get(20, java.util.concurrent.TimeUnit.SECONDS);
  }
}
