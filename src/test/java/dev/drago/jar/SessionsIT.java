package dev.drago.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations on the jar, whose process is killed in the middle of one. */
final class SessionsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void aConversationGoesOnAfterTheProcessWasKilled() throws Exception {
    Path data = folder.resolve("data");
    String turns;
    JsonNode before;
    try (RunningJar first = RunningJar.start(data, "demo")) {
      String session = post(first, "/v1/sessions", "{}", 201).path("sessionId").asText();
      turns = "/v1/sessions/" + session + "/turns";
      post(first, turns, "{\"text\":\"something like Alien but funnier\"}", 200);
      before = post(first, turns, "{\"text\":\"not from the 80s\"}", 200);
      first.process().destroyForcibly();
      assertThat(first.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    try (RunningJar second = RunningJar.start(data, "serve")) {
      JsonNode standing = JSON.readTree(second.get(turns.replace("/turns", "")));
      assertThat(standing.path("statements")).isEqualTo(before.at("/understood/statements"));
      assertThat(standing.path("turns").asInt()).isEqualTo(2);
      JsonNode undone = post(second, turns, "{\"text\":\"undo\"}", 200);
      assertThat(undone.at("/understood/removed/0/label").asText()).isEqualTo("− 1980–1989");
      JsonNode likeFirst =
          post(second, turns, "{\"text\":\"more like the first one, not from the 80s\"}", 200);
      assertThat(likeFirst.at("/understood/statements")).hasSize(4);
      likeFirst
          .path("items")
          .forEach(item -> assertThat(item.path("itemId").asText()).doesNotMatch(".*-198\\d"));
    }
  }

  private static JsonNode post(RunningJar server, String path, String body, int status)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = server.send("POST", path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JSON.readTree(answer.body());
  }
}
