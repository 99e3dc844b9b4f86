package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code drago faithfulness} on MovieLens-100K with the sequence model that ships for it. */
@Timeout(300)
class FaithfulnessCommandTest {

  @TempDir Path data;

  @Test
  void onMovieLens100KTheTopEvidenceCostsMoreThanAnotherItem() throws IOException {
    Path shared = Path.of(Optional.ofNullable(System.getenv("DRAGO_SHARED")).orElse("../shared"));
    Path folder = shared.resolve("data/ml-100k");
    assumeTrue(Files.isDirectory(folder), "MovieLens is not here: " + folder);
    assertThat(run("import", folder.toString(), "--embedder", "none")).isZero();
    Path json = data.resolve("faithfulness.json");

    assertThat(
            run(
                "faithfulness",
                "--embedder",
                "none",
                "--users",
                "60",
                "--strategies",
                "sequence",
                "--json",
                json.toString()))
        .isZero();

    JsonNode report = new ObjectMapper().readTree(Files.readString(json)).get(0);
    assertThat(report.path("users").asInt()).isEqualTo(60);
    assertThat(report.path("difference").path("low").asDouble()).isPositive();
    assertThat(report.path("better").path("value").asDouble())
        .isGreaterThan(2 * report.path("worse").path("value").asDouble());
  }

  @Test
  void aScorerThatIsNotThereIsASentence() {
    StringWriter said = new StringWriter();
    CommandLine line = Drago.commandLine();
    line.setErr(new PrintWriter(said, true));
    assertThat(
            line.execute(
                "faithfulness",
                "--data",
                data.toString(),
                "--embedder",
                "none",
                "--strategies",
                "sequence"))
        .isEqualTo(1);
    assertThat(said.toString()).contains("there is no scorer 'sequence'").doesNotContain("\tat ");
  }

  private int run(String command, String... arguments) {
    CommandLine line = Drago.commandLine();
    line.setOut(new PrintWriter(new StringWriter(), true));
    String[] all = new String[arguments.length + 3];
    all[0] = command;
    all[1] = "--data";
    all[2] = data.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return line.execute(all);
  }
}
