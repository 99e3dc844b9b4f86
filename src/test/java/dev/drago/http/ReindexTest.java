package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /v1/reindex} while items are written and searched for. */
@Timeout(120)
class ReindexTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();
  @RegisterExtension static final TestServer STOPPED = new TestServer();

  private final Client client = SERVER.client();

  @Test
  void theOldIndexServesUntilTheNewOneHasEverything() {
    for (int n = 0; n < 50; n++) {
      put("old-" + n);
    }
    client.post("/v1/reindex").is(202);
    for (int n = 0; n < 20; n++) {
      put("new-" + n);
      assertThat(found("old-7")).isOne();
      assertThat(found("new-" + n)).as("the write before is seen").isOne();
    }
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !status().equals("running"));
    assertThat(status()).isEqualTo("done");
    for (String id : new String[] {"old-0", "old-49", "new-0", "new-19"}) {
      assertThat(found(id)).as(id).isOne();
    }
    assertThat(client.get("/v1/reindex").is(200).json().path("items").asInt())
        .isGreaterThanOrEqualTo(50);
  }

  @Test
  void oneThatAStopOfTheServerEndsIsNotDone() {
    STOPPED.services().catalog().stopCatchingUp();
    Client there = STOPPED.client();
    there.post("/v1/reindex").is(202);
    Awaitility.await()
        .until(
            () -> there.get("/v1/reindex").is(200).json().path("status").asText(),
            "failed"::equals);
    assertThat(there.get("/v1/reindex").is(200).json().path("detail").asText()).contains("stopped");
  }

  private String status() {
    return client.get("/v1/reindex").is(200).json().path("status").asText();
  }

  private void put(String id) {
    client.put("/v1/items/" + id, "{\"title\":\"Title of " + id + "\"}").is(201);
  }

  private int found(String id) {
    return client.get("/v1/items?filter=id:%22" + id + "%22").is(200).json().path("items").size();
  }
}
