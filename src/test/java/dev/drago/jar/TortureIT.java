package dev.drago.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code drago torture}, short: docs/reliability.md has what the long ones gave. */
@Timeout(300)
final class TortureIT {

  @TempDir Path folder;

  @Test
  void nothingAcknowledgedIsLostWhenTheServerIsKilled() throws Exception {
    String said =
        RunningJar.run(
            folder.resolve("data"),
            "torture",
            List.of("kill", "--kills", "3", "--items", "300", "--embedder", "none"));
    assertThat(said).contains("3 kills", " 0 things wrong");
  }

  @Test
  void aFullDiskRefusesWritesAndLosesNothing() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    assumeTrue(canMount(small), "no tmpfs can be mounted here (unshare -rm)");
    List<String> line =
        new ArrayList<>(
            List.of(
                "unshare",
                "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o size=48m tmpfs \"$0\" && exec \"$@\"",
                small.toString()));
    line.addAll(
        RunningJar.command(
            small, "torture", List.of("disk", "--embedder", "none", "--seconds", "4")));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("{503=", " 0 things wrong", "said: ");
  }

  private static boolean canMount(Path small) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", small.toString())
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
