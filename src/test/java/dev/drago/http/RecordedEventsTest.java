package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the JDK Flight Recorder hears of a request. */
final class RecordedEventsTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  @Test
  void aRequestIsRecordedByStagesAndDecodes() {
    List<RecordedEvent> stages = new CopyOnWriteArrayList<>();
    List<RecordedEvent> decodes = new CopyOnWriteArrayList<>();
    try (RecordingStream recording = new RecordingStream()) {
      recording.setReuse(false);
      recording.enable("dev.drago.Stage");
      recording.enable("dev.drago.Decode");
      recording.onEvent("dev.drago.Stage", stages::add);
      recording.onEvent("dev.drago.Decode", decodes::add);
      recording.startAsync();
      Client client = SERVER.client();
      client
          .exchange(
              client
                  .request("/v1/recommendations")
                  .header("Content-Type", "application/json")
                  .header("X-Request-Id", "recorded")
                  .POST(
                      java.net.http.HttpRequest.BodyPublishers.ofString(
                          "{\"history\":[\"last-orbit\"],\"text\":\"a wish nobody had\"}")))
          .is(200);
      recording.stop();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> stages.stream().anyMatch(e -> e.getString("stage").equals("rank")));
    assertThat(stages)
        .extracting(e -> e.getString("stage"))
        .containsExactly("turn", "profile", "rules", "scores", "rank");
    assertThat(stages).allSatisfy(e -> assertThat(e.getString("requestId")).isEqualTo("recorded"));
    assertThat(decodes).extracting(e -> e.getString("model")).contains("sequence", "embedder");
    assertThat(decodes)
        .allSatisfy(
            e -> {
              assertThat(e.getInt("jobs")).isPositive();
              assertThat(e.getInt("tokens")).isPositive();
              assertThat(e.getDuration()).isPositive();
            });
  }
}
