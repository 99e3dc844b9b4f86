package dev.drago.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code drago evaluate} as a process, on the demo catalogue and a log that is made up. */
@Timeout(240)
final class EvaluateIT {

  private static final int USERS = 1_500;
  private static final Path CATALOGUE = Path.of("src/main/resources/demo/catalogue.jsonl");

  @TempDir static Path folder;

  private static Path data() {
    return folder.resolve("shop");
  }

  @BeforeAll
  static void importLog() throws Exception {
    List<String> ids =
        Files.readAllLines(CATALOGUE).stream()
            .map(line -> line.replaceFirst("^\\{\"id\": ?\"([^\"]+)\".*", "$1"))
            .toList();
    SplittableRandom random = new SplittableRandom(4);
    List<String> log = new ArrayList<>(List.of("userId,itemId,timestamp"));
    Instant start = Instant.parse("2024-01-01T00:00:00Z");
    for (int u = 0; u < USERS; u++) {
      long joined = random.nextLong(3_000_000);
      for (int i = 0; i < 20 + random.nextInt(100); i++) {
        String item = ids.get((int) (ids.size() * random.nextDouble() * random.nextDouble()));
        log.add("u" + u + "," + item + "," + start.plusSeconds(joined + i * 3_600L));
      }
    }
    Path file = folder.resolve("log.csv");
    Files.write(file, log);
    RunningJar.run(data(), "import", "--embedder", "none", CATALOGUE.toString(), file.toString());
  }

  @Test
  void twoRunsWriteEqualBytesAndTheServerShowsTheLast() throws Exception {
    List<String> pages = new ArrayList<>();
    List<String> reports = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      Path html = folder.resolve("report" + run + ".html");
      Path json = folder.resolve("report" + run + ".json");
      String said =
          RunningJar.run(
              data(),
              "evaluate",
              "--embedder",
              "none",
              "--split",
              "temporal",
              "--cold-users",
              "--html",
              html.toString(),
              "--json",
              json.toString());
      assertThat(said).contains("Users without a history", "auto-without:sequence");
      pages.add(Files.readString(html));
      reports.add(Files.readString(json).replaceFirst("(?s)\"latencies\".*", ""));
    }
    assertThat(pages.getFirst()).isEqualTo(pages.getLast());
    assertThat(reports.getFirst()).isEqualTo(reports.getLast()).contains("\"ease-set\"");

    try (RunningJar server = RunningJar.start(data(), "serve", "--embedder", "none")) {
      assertThat(server.get("/v1/evaluations/latest")).startsWith(reports.getLast());
    }
  }

  @Test
  void controlCEndsItWithAReportOnTheUsersAskedSoFar() throws Exception {
    List<String> line =
        RunningJar.command(data(), "evaluate", "--embedder", "none", "--scorers", "sequence");
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader out = process.inputReader()) {
      for (String text = out.readLine(); text != null; text = out.readLine()) {
        if (said.indexOf("evaluating") < 0 && text.startsWith("evaluating")) {
          interrupt(process);
        }
        said.append(text).append('\n');
      }
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(said)
        .contains("HR@10")
        .containsPattern("the first [0-9,]+ of [0-9,]+ users .interrupted");
  }

  @Test
  void whatCannotBeEvaluatedIsSaidInOneSentence() {
    assertThatThrownBy(
            () ->
                RunningJar.run(data(), "evaluate", "--embedder", "none", "--scorers", "astrology"))
        .hasMessageContaining("there is no scorer 'astrology'; there are: sequence")
        .hasMessageNotContaining("\tat ");
    assertThatThrownBy(
            () -> RunningJar.run(data(), "evaluate", "--embedder", "none", "--test-share", "0.2"))
        .hasMessageContaining("--split temporal alone")
        .hasMessageNotContaining("\tat ");
  }

  private static void interrupt(Process process) throws IOException {
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start();
  }
}
