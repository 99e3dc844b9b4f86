package dev.drago.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training by the jar, beside a server that is running on the same folder. */
final class TrainingIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ASK =
      "{\"history\": [\"b\"], \"strategy\": \"next-item\", \"count\": 1}";

  @TempDir static Path folder;

  @Test
  void aServerTakesUpWhatIsTrainedBesideItAndLeavesOutWhatIsNot() throws Exception {
    Path data = folder.resolve("shop");
    Path items = folder.resolve("items.jsonl");
    Path log = folder.resolve("log.jsonl");
    StringBuilder lines = new StringBuilder();
    for (String id : List.of("a", "b", "c", "d", "e")) {
      lines.append("{\"id\": \"%s\", \"title\": \"The %s\"}%n".formatted(id, id));
    }
    Files.writeString(items, lines);
    StringBuilder visits = new StringBuilder();
    for (int user = 0; user < 20; user++) {
      for (String id : List.of("a", "b", "e")) {
        visits.append("{\"userId\": \"u%d\", \"itemId\": \"%s\"}%n".formatted(user, id));
      }
    }
    Files.writeString(log, visits);
    String[] none = {"--embedder", "none", "--sequence-model", "none"};
    assertThat(
            RunningJar.run(
                data,
                "import",
                "--no-train",
                none[0],
                none[1],
                none[2],
                none[3],
                items.toString(),
                log.toString()))
        .doesNotContain("trained on");

    try (RunningJar server = RunningJar.start(data, "serve", none)) {
      HttpResponse<String> early = server.send("POST", "/v1/recommendations", ASK);
      assertThat(early.statusCode()).isEqualTo(422);
      assertThat(early.body()).contains("'next-item' is not one of auto, popularity");

      assertThat(RunningJar.run(data, "train")).contains("trained on 60 interactions of 20 users");

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                HttpResponse<String> answer = server.send("POST", "/v1/recommendations", ASK);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(JSON.readTree(answer.body()).at("/items/0/itemId").asText())
                    .isEqualTo("e");
              });
    }
  }
}
