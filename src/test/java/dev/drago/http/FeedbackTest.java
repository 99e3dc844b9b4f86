package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was shown, what came of it, and who is shown what. */
class FeedbackTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private final Client client = SERVER.client();

  private JsonNode recommend(String body) {
    return client.post("/v1/recommendations", body).is(200).json();
  }

  private void interact(
      String user, String item, String type, String recommendation, String event) {
    client.post(
        "/v1/interactions",
        """
        {"userId": "%s", "itemId": "%s", "type": "%s", "recommendationId": "%s", "eventId": "%s"}"""
            .formatted(user, item, type, recommendation, event));
  }

  private JsonNode row(String scenario) {
    for (JsonNode row : client.get("/v1/feedback").is(200).json().path("feedback")) {
      if (row.path("scenario").asText().equals(scenario)) {
        return row;
      }
    }
    throw new AssertionError("no feedback on " + scenario);
  }

  private double metric(String name, String scenario) {
    return client
        .get("/metrics")
        .is(200)
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{") && line.contains('"' + scenario + '"'))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void anInteractionCountsOnceForTheRecommendationItNamesAndOnlyForWhatThatShowed() {
    JsonNode shown = recommend("{\"userId\":\"ann\",\"scenario\":\"counted\",\"count\":2}");
    recommend("{\"userId\":\"bob\",\"scenario\":\"counted\",\"count\":2}");
    String id = shown.path("recommendationId").asText();
    String item = shown.at("/items/0/itemId").asText();
    String never = notIn(shown);
    interact("ann", item, "view", id, "f1");
    interact("ann", item, "view", id, "f1"); // the same event
    interact("ann", item, "view", id, "f2"); // another, of the same item
    interact("ann", item, "purchase", id, "f3");
    interact("ann", never, "view", id, "f4");
    interact("ann", item, "view", "another", "f5");
    assertThat(metric("drago_recommendations_shown_total", "counted")).isEqualTo(2);
    assertThat(metric("drago_recommendations_clicked_total", "counted")).isEqualTo(1);
    assertThat(metric("drago_recommendations_converted_total", "counted")).isEqualTo(1);
    JsonNode row = row("counted");
    assertThat(row.path("recommendations").asInt()).isEqualTo(2);
    assertThat(row.at("/outcomes/purchase").asInt()).isEqualTo(1);
    // The report counts what was sent: an item beside what was shown as well.
    assertThat(row.at("/outcomes/view").asInt()).isEqualTo(2);
    assertThat(client.get("/v1/users/ann/interactions").is(200).body()).contains(id);
  }

  private static String notIn(JsonNode shown) {
    for (String id : TinyCatalogue.WITH_TOKEN) {
      if (!shown.path("items").toString().contains("\"" + id + "\"")) {
        return id;
      }
    }
    throw new AssertionError("everything was shown");
  }

  @Test
  void aUserIsInOneVariantForEverAndHalfOfThemInEach() {
    Map<String, Integer> users = new HashMap<>();
    for (int n = 0; n < 400; n++) {
      String body = "{\"userId\":\"user-%d\",\"scenario\":\"tried\",\"count\":1}".formatted(n);
      String variant = recommend(body).path("variant").asText();
      users.merge(variant, 1, Integer::sum);
      if (n % 50 == 0) {
        assertThat(recommend(body).path("variant").asText()).isEqualTo(variant);
      }
    }
    assertThat(users).containsOnlyKeys("trial:a", "trial:b");
    // 400 tosses: five standard deviations are 50.
    assertThat(users.get("trial:a")).isBetween(150, 250);
  }

  @Test
  void whoNamesAStrategyOrNobodyHasNoPartInAnExperiment() {
    assertThat(recommend("{\"scenario\":\"tried\"}").has("variant")).isFalse();
    assertThat(
            recommend("{\"userId\":\"u\",\"scenario\":\"tried\",\"strategy\":\"auto\"}")
                .has("variant"))
        .isFalse();
    assertThat(recommend("{\"userId\":\"u\"}").has("variant")).isFalse();
    assertThat(client.get("/v1/users/u/recommendations?scenario=tried").is(200).body())
        .contains("trial:");
  }

  @Test
  void whatWasShownToAnErasedUserIsForgotten() {
    recommend("{\"userId\":\"gone\",\"scenario\":\"erased\"}");
    recommend("{\"userId\":\"here\",\"scenario\":\"erased\"}");
    client.delete("/v1/users/gone");
    assertThat(row("erased").path("recommendations").asInt()).isOne();
    recommend("{\"userId\":\"gone\",\"scenario\":\"erased\"}");
    assertThat(row("erased").path("recommendations").asInt()).isEqualTo(2);
    client.delete("/v1/users/gone").is(204);
    assertThat(row("erased").path("recommendations").asInt()).isOne();
  }

  @Test
  void aScenarioHasANameThatALabelCanHave() {
    assertThat(
            client
                .post("/v1/recommendations", "{\"scenario\":\"Front page\"}")
                .is(400)
                .json()
                .path("errors")
                .toString())
        .contains("/scenario", "Front page");
  }
}
