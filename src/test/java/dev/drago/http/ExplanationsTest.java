package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /v1/explanations}, and reasons in recommendations. */
class ExplanationsTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private final Client client = SERVER.client();

  private JsonNode explain(String body) {
    return client.post("/v1/explanations", body).is(200).json();
  }

  @Test
  void aRecommendationComesWithoutReasonsUnlessTheyAreAskedFor() {
    JsonNode plain =
        client.post("/v1/recommendations", "{\"history\":[\"last-orbit\"]}").is(200).json();
    assertThat(plain.findValues("reason")).isEmpty();

    JsonNode items =
        client
            .post("/v1/recommendations", "{\"history\":[\"last-orbit\"],\"explain\":\"evidence\"}")
            .is(200)
            .json()
            .path("items");
    assertThat(items).hasSameSizeAs(plain.path("items"));
    for (int i = 0; i < items.size(); i++) {
      assertThat(items.get(i).path("score")).isEqualTo(plain.path("items").get(i).path("score"));
      assertThat(items.get(i).path("reason").has("evidence")).isTrue();
      assertThat(items.get(i).path("reason").has("text")).isFalse();
    }
  }

  @Test
  void aReasonSaysTheSameWhereverItIsAskedFor() {
    String profile = "\"history\":[\"silent-depths\",\"last-orbit\"],\"like\":[\"winter-kitchen\"]";
    JsonNode items =
        client
            .post("/v1/recommendations", "{" + profile + ",\"explain\":\"text\"}")
            .is(200)
            .json()
            .path("items");
    for (JsonNode item : items) {
      JsonNode alone =
          explain("{\"itemId\":\"" + item.path("itemId").asText() + "\"," + profile + "}");
      assertThat(alone.path("score").asDouble())
          .isCloseTo(item.path("score").asDouble(), within(1e-4));
      assertThat(alone.path("shares")).hasSameSizeAs(item.path("shares"));
      assertThat(alone.path("reason").path("text")).isEqualTo(item.path("reason").path("text"));
    }
  }

  @Test
  void effectsByScorerAddUpAndTheStrongestComesFirst() {
    JsonNode reason =
        explain(
                """
                {"itemId":"robot-gardener","text":"a machine among roses",
                 "history":["silent-depths","last-orbit","salt-and-thunder"]}""")
            .path("reason");
    List<Double> effects = new ArrayList<>();
    for (JsonNode evidence : reason.path("evidence")) {
      if (evidence.has("effect")) {
        effects.add(evidence.path("effect").asDouble());
      }
      if (evidence.has("byScorer")) {
        double sum = 0;
        for (JsonNode effect : evidence.path("byScorer")) {
          sum += effect.asDouble();
        }
        assertThat(evidence.path("effect").asDouble()).isCloseTo(sum, within(1e-9));
      }
    }
    assertThat(effects).isNotEmpty().isSortedAccordingTo((a, b) -> Double.compare(b, a));
    JsonNode wish = reason.path("evidence").get(0);
    assertThat(wish.path("kind").asText()).isEqualTo("wish");
    assertThat(wish.path("words").toString()).isEqualTo("[\"machine\",\"roses\"]");
    assertThat(reason.path("text").asText()).startsWith("It fits your wish: machine, roses.");
  }

  @Test
  void whatIsSharedIsNamedInTheLanguageAskedFor() {
    String body =
        "{\"itemId\":\"borrowed-castle\",\"history\":[\"winter-kitchen\"],\"strategy\":\"semantic\",\"language\":\"%s\"}";
    JsonNode english = explain(body.formatted("en")).path("reason");
    JsonNode spanish = explain(body.formatted("es")).path("reason");
    assertThat(english.path("evidence")).isEqualTo(spanish.path("evidence"));
    assertThat(english.path("text").asText())
        .isEqualTo("Because you chose “Winter Kitchen” (same genre: Comedy).");
    assertThat(spanish.path("text").asText())
        .isEqualTo("Porque elegiste «Winter Kitchen» (mismo género: Comedy).");
  }

  @Test
  void aWishAloneIsAReason() {
    JsonNode explained =
        explain("{\"itemId\":\"salt-and-thunder\",\"text\":\"pirates in a storm\"}");
    JsonNode wish = explained.path("reason").path("evidence").get(0);
    assertThat(wish.path("kind").asText()).isEqualTo("wish");
    assertThat(wish.path("effect").asDouble())
        .isCloseTo(explained.path("shares").path("semantic").asDouble(), within(1e-4));
    assertThat(explained.path("reason").path("text").asText())
        .isEqualTo("It fits your wish: pirates, storm.");
  }

  @Test
  void aStrangerIsToldThatNothingStandsOut() {
    JsonNode stranger = explain("{\"itemId\":\"dancing-bears\",\"userId\":\"nobody-yet\"}");
    assertThat(stranger.path("reason").path("evidence")).isEmpty();
    assertThat(stranger.path("reason").path("text").asText())
        .isEqualTo("No single reason stands out for it yet.");
    assertThat(stranger.path("reason").path("wordedBy").asText()).isEqualTo("template");
  }

  @Test
  void storedHistoryCounts() {
    client.post("/v1/interactions", "{\"userId\":\"zoe\",\"itemId\":\"silent-depths\"}").is(201);
    JsonNode stored = explain("{\"itemId\":\"last-orbit\",\"userId\":\"zoe\"}");
    JsonNode inline = explain("{\"itemId\":\"last-orbit\",\"history\":[\"silent-depths\"]}");
    assertThat(stored.path("reason")).isEqualTo(inline.path("reason"));
  }

  @Test
  void onlyTheLastFiftyAreLookedAt() {
    StringBuilder history = new StringBuilder("\"last-orbit\"");
    for (int i = 0; i < 59; i++) {
      history.append(i % 2 == 0 ? ",\"silent-depths\"" : ",\"paper-tigers\"");
    }
    JsonNode reason =
        explain("{\"itemId\":\"winter-kitchen\",\"history\":[" + history + "]}").path("reason");
    assertThat(reason.path("notExamined").asInt()).isEqualTo(10);
    assertThat(reason.findValuesAsText("itemId")).doesNotContain("last-orbit");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|400|itemId",
        "{\"itemId\":null}|400|itemId",
        "{\"itemId\":\"last-orbit\",\"explain\":\"none\"}|400|none",
        "{\"itemId\":\"last-orbit\",\"explain\":\"poem\"}|400|poem",
        "{\"itemId\":\"last-orbit\",\"language\":\"fr\"}|400|fr",
        "{\"itemId\":\"last-orbit\",\"count\":3}|400|count",
        "{\"itemId\":\"no-such\"}|422|no-such",
        "{\"itemId\":\"last-orbit\",\"history\":[\"gone\"]}|422|gone",
        "{\"itemId\":\"last-orbit\",\"strategy\":\"magic\"}|422|magic",
        "{\"itemId\":\"last-orbit\",\"timeoutMs\":1}|422|timeoutMs",
        "{\"itemId\":\"last-orbit\",\"text\":\" \"}|422|text"
      })
  void aRequestThatCannotBeAnsweredSaysWhy(String body, int status, String named) {
    assertThat(client.post("/v1/explanations", body).is(status).json().toString()).contains(named);
  }

  @Test
  void wordingsAreCounted() {
    long before = template();
    explain("{\"itemId\":\"last-orbit\"}");
    explain("{\"itemId\":\"last-orbit\",\"explain\":\"evidence\"}");
    assertThat(template()).isEqualTo(before + 1);
  }

  private long template() {
    return client.get("/v1/status").is(200).json().path("wordings").path("template").asLong();
  }
}
