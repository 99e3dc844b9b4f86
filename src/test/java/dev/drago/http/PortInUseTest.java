package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commonest failure of a start is a sentence, not a server that serves nobody. */
final class PortInUseTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  @Test
  void aPortInUseIsSaidInASentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpServer.Options options =
          HttpServer.Options.local(taken.getLocalPort(), HttpServer.Limits.STANDARD);
      assertThatThrownBy(() -> HttpServer.start(options, SERVER.services()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage(
              "port %d at 127.0.0.1 cannot be opened; is another program using it?",
              taken.getLocalPort());
    }
  }
}
