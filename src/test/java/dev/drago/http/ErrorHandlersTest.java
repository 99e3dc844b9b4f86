package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a failure that can no longer be told. */
class ErrorHandlersTest {

  private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("dev.drago.http");
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private final WebServer server =
      WebServer.builder()
          .port(0)
          .shutdownHook(false)
          .routing(
              routing -> {
                ErrorHandlers.register(routing);
                routing.addFilter(HttpServer::frame);
                routing
                    .get(
                        "/gone",
                        (request, response) -> {
                          throw new EventStream.ClientGoneException(new IOException("reset"));
                        })
                    .get(
                        "/breaks-off",
                        (request, response) -> {
                          try (EventStream events = EventStream.open(response)) {
                            events.sendText("one");
                            throw new IllegalStateException("broken");
                          }
                        });
              })
          .build();

  @BeforeEach
  void start() {
    logger.addHandler(listener);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    logger.removeHandler(listener);
  }

  @Test
  void whoHasGoneIsNeitherToldNorComplainedOf() throws IOException {
    assertThat(answer("/gone")).isEmpty();
    assertThat(logged).isEmpty();
  }

  @Test
  void aStreamThatBreaksOffHasNoProblemInIt() throws IOException {
    assertThat(answer("/breaks-off"))
        .contains("data: one")
        .doesNotContain("problem")
        .doesNotContain("500");
  }

  /** All that comes until the server closes the connection. */
  private String answer(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
