package dev.drago.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM once and twice, on the jar as a process. */
final class SignalsIT {

  private static final int TERMINATED = 143;
  private static final int PATIENCE_SECONDS = 60;

  /** Less than the ten seconds for which the first signal lets requests end. */
  private static final int AT_ONCE_SECONDS = 5;

  @TempDir Path folder;

  @Test
  void theFirstSignalLetsWhatWasBegunEndAndTheSecondDoesNot() throws Exception {
    try (RunningJar jar = RunningJar.start(folder.resolve("data"), "serve");
        Socket reader = whoAsksAndDoesNotRead(jar)) {
      await()
          .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
          .until(() -> jar.get("/metrics").contains("drago_http_requests_in_flight 1.0"));
      signal(jar.process());
      await()
          .atMost(Duration.ofSeconds(AT_ONCE_SECONDS))
          .until(() -> jar.get("/readyz").contains("stopping"));
      assertThat(jar.get("/v1/status")).contains("the server is stopping");
      assertThat(jar.process().isAlive()).isTrue();
      assertThat(reader.isClosed()).isFalse();
      signal(jar.process());
      assertThat(jar.process().waitFor(AT_ONCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(jar.process().exitValue()).isEqualTo(TERMINATED);
    }
  }

  @Test
  void oneSignalIsEnoughWhereNobodyIsWaiting() throws Exception {
    try (RunningJar jar = RunningJar.start(folder.resolve("data"), "serve")) {
      jar.get("/readyz");
      signal(jar.process());
      assertThat(jar.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(jar.process().exitValue()).isEqualTo(TERMINATED);
    }
  }

  /** More answers than the buffers between two sockets hold: the server waits in one of them. */
  private static Socket whoAsksAndDoesNotRead(RunningJar jar) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), jar.port()));
    String request = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";
    socket.getOutputStream().write(request.repeat(100).getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static void signal(Process process) throws Exception {
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
  }
}
