package dev.drago.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys from {@code drago keys new} to a server that no longer takes one, on the jar. */
final class KeysIT {

  @TempDir Path folder;

  /** What a command says that ends by itself, with its status before. */
  private String said(String... command) throws Exception {
    List<String> line = new ArrayList<>(RunningJar.java(folder.resolve("data")));
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + "\n" + said;
  }

  @Test
  void aKeyIsMadeTakenAndTakenAway() throws Exception {
    List<String> made = said("keys", "new", "--role", "read", "--name", "shop").lines().toList();
    String key = made.stream().filter(line -> line.startsWith("drago_")).findFirst().orElseThrow();
    String line =
        made.stream().filter(text -> text.startsWith("shop read ")).findFirst().orElseThrow();
    Path file = Files.writeString(folder.resolve("keys"), line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (RunningJar jar =
        RunningJar.start(
            folder.resolve("data"), "serve", "--keys", file.toString(), "--host", "0.0.0.0")) {
      assertThat(jar.statusOf("/v1/status", "Authorization", "Bearer " + key)).isEqualTo(200);
      assertThat(jar.statusOf("/v1/status", "Authorization", "Bearer x")).isEqualTo(401);
      assertThat(jar.statusOf("/v1/evaluations/latest", "X-API-Key", key)).isEqualTo(403);
      assertThat(jar.statusOf("/livez", "X-None", "x")).isEqualTo(200);
      Files.writeString(file, "# none\n");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> jar.statusOf("/v1/status", "X-API-Key", key) == 401);
    }
  }

  @Test
  void anOpenAddressWithoutKeysAndABrokenCertificateAreSentences() throws Exception {
    String data = folder.resolve("data").toString();
    assertThat(said("serve", "--data", data, "--host", "0.0.0.0"))
        .startsWith("1\n")
        .contains("drago: --host 0.0.0.0 lets everybody who reaches this machine in")
        .doesNotContain("\tat ");
    Path broken = Files.writeString(folder.resolve("broken.pem"), "no PEM");
    assertThat(
            said(
                "serve",
                "--data",
                data,
                "--port",
                "0",
                "--tls-cert",
                broken.toString(),
                "--tls-key",
                broken.toString()))
        .startsWith("1\n")
        .contains("drago: " + broken + " ")
        .doesNotContain("\tat ");
    assertThat(said("keys", "new", "--role", "owner", "--name", "a"))
        .startsWith("1\n")
        .contains("drago: a role is one of read, write, admin, not 'owner'");
  }
}
