package dev.drago.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents in the jar: imported, written, and there after {@code kill -9}. */
final class DocumentsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  @Test
  void whatWasAcknowledgedIsAnsweredFromAfterKillNine() throws Exception {
    Path data = folder.resolve("data");
    Files.createDirectories(folder.resolve("notes"));
    Files.writeString(
        folder.resolve("notes/alien-1979.md"),
        "# Notes on Alien\n\nThe Swiss painter H. R. Giger designed the grown creature.\n");
    try (RunningJar first = RunningJar.start(data, "demo")) {
      assertThat(first.get("/livez")).contains("alive");
    }
    String imported =
        RunningJar.run(data, "import", "--documents", folder.resolve("notes").toString());
    assertThat(imported).contains("documents: 1 new, 0 changed, 0 as before; 0 left out");

    RunningJar killed = RunningJar.start(data, "serve");
    try {
      assertThat(answer(killed, "Who designed the creature of Alien?")).contains("Giger", "[1]");
      String content = "The lighthouse at Brennt was painted yellow by Otilia Marsh in 1931.";
      assertThat(
              killed
                  .send(
                      "PUT",
                      "/v1/documents/lighthouse",
                      "{\"title\":\"Brennt\",\"content\":\"" + content + "\"}")
                  .statusCode())
          .isEqualTo(201);
      assertThat(
              killed
                  .send(
                      "PUT",
                      "/v1/documents/long",
                      "{\"title\":\"Long\",\"content\":\"" + (content + " ").repeat(1_000) + "\"}")
                  .statusCode())
          .isEqualTo(201);
    } finally {
      killed.process().destroyForcibly().waitFor();
    }
    try (RunningJar again = RunningJar.start(data, "serve")) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(
              () ->
                  JSON.readTree(again.get("/v1/documents/long")).path("indexed").asBoolean()
                      && JSON.readTree(again.get("/v1/documents/lighthouse"))
                          .path("indexed")
                          .asBoolean());
      assertThat(answer(again, "Who painted the lighthouse at Brennt yellow?"))
          .contains("Otilia Marsh");
      assertThat(answer(again, "Who designed the creature of Alien?")).contains("Giger");
    }
  }

  private static String answer(RunningJar jar, String question) throws Exception {
    JsonNode answer =
        JSON.readTree(
            jar.send("POST", "/v1/answers", "{\"question\":\"" + question + "\"}").body());
    return answer.path("answer").asText();
  }
}
