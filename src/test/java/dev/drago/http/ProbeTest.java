package dev.drago.http;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {
  @TempDir Path folder;

  @Test
  void serve() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      Files.writeString(Path.of("target/port"), server.port() + "");
      while (!Files.exists(Path.of("target/stop"))) {
        Thread.sleep(200);
      }
    }
  }
}
