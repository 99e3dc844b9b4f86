package dev.drago.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code drago doctor} on the jar and the models that ship. */
final class DoctorIT {

  @TempDir static Path folder;

  @Test
  void whatShipsHasNoFault() throws Exception {
    Path json = folder.resolve("findings.json");
    String said =
        RunningJar.run(
            folder.resolve("data"), "doctor", "--rounds", "1", "--json", json.toString());
    assertThat(said)
        .contains("the one in the jar", "nothing would keep a server from starting")
        .contains("e5-small-v2");
    JsonNode findings = new ObjectMapper().readTree(Files.readString(json));
    assertThat(findings.get("faults").asInt()).isZero();
    assertThat(findings.findValuesAsText("topic")).contains("library", "models", "speed", "memory");
  }

  @Test
  void aBrokenLibraryIsOneLineAndStatusOne() throws Exception {
    Path library = Files.writeString(folder.resolve("libllama.so"), "text");
    Process process =
        new ProcessBuilder(
                RunningJar.command(
                    folder.resolve("data"), "doctor", "--library", library.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isOne();
    assertThat(said).contains("it is not a shared library").doesNotContain("\tat ");
  }
}
