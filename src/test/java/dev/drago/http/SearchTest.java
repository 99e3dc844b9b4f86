package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/search} and {@code /v1/similar}. */
class SearchTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private final Client client = SERVER.client();

  @Test
  void anItemAddedByPutIsFoundByMeaningInTheNextSearch() {
    client
        .put(
            "/v1/items/fog-of-bees",
            """
            {"title":"Fog of Bees",
             "text":"An old apiarist teaches a mute girl the language of the hive."}""")
        .is(201);
    String query = "{\"query\":\"beekeeper and child\",\"mode\":\"semantic\",\"count\":1}";
    assertThat(client.post("/v1/search", query).is(200).itemIds()).containsExactly("fog-of-bees");
    client.delete("/v1/items/fog-of-bees").is(204);
    assertThat(client.post("/v1/search", query).is(200).itemIds()).doesNotContain("fog-of-bees");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hybrid", "semantic", "keyword"})
  void everyModeFindsAFilmByItsWordsAndBodyAndQueryAgree(String mode) {
    Answer byBody =
        client
            .post("/v1/search", "{\"query\":\"rival cooks\",\"mode\":\"%s\"}".formatted(mode))
            .is(200);
    assertThat(byBody.itemIds()).startsWith("winter-kitchen");
    assertThat(client.get("/v1/search?q=rival%20cooks&mode=" + mode).is(200).body())
        .isEqualTo(byBody.body());
  }

  @Test
  void aKeywordThatIsNowhereFindsNothing() {
    assertThat(client.get("/v1/search?q=xylophone&mode=keyword").is(200).itemIds()).isEmpty();
    assertThat(client.get("/v1/search?q=%3F!%3F&mode=keyword").is(200).itemIds()).isEmpty();
  }

  @Test
  void aFilterHoldsForEveryItemFound() {
    String query = "/v1/search?q=space&count=500&filter=" + Client.encode("genres:Drama");
    for (String mode : List.of("hybrid", "semantic")) {
      assertThat(client.get(query + "&mode=" + mode).is(200).itemIds())
          .containsExactlyInAnyOrder(
              "glass-harbour", "last-orbit", "midnight-trial", "desert-choir");
    }
    assertThat(client.get("/v1/search?q=a&filter=nonsense:1").is(400).detail())
        .contains("nonsense");
    client.post("/v1/search", "{\"query\":\"a\",\"filter\":\"year:[\"}").is(400);
  }

  @Test
  void countLimitsWhatIsFound() {
    assertThat(client.get("/v1/search?q=film&count=3").is(200).itemIds()).hasSize(3);
    assertThat(client.get("/v1/search?q=film").is(200).itemIds()).hasSize(10);
  }

  @Test
  void similarItemsLeaveOutThoseGiven() {
    List<String> like = client.get("/v1/items/last-orbit/similar?count=500").is(200).itemIds();
    assertThat(like).contains("robot-gardener").doesNotContain("last-orbit");
    assertThat(
            client
                .post("/v1/similar", "{\"positives\":[\"last-orbit\"],\"count\":500}")
                .is(200)
                .itemIds())
        .isEqualTo(like);
    List<String> unlike =
        client
            .post(
                "/v1/similar",
                """
                {"positives":["last-orbit"],"negatives":["robot-gardener"],"count":500}""")
            .is(200)
            .itemIds();
    assertThat(unlike).hasSize(like.size() - 1).doesNotContain("robot-gardener", "last-orbit");
  }

  @Test
  void similarToWhatDoesNotExistIsRefused() {
    client.get("/v1/items/no-such-item/similar").is(404);
    assertThat(
            client
                .post("/v1/similar", "{\"positives\":[\"last-orbit\",\"zzz\"]}")
                .is(422)
                .pointers())
        .containsExactly("/positives/1");
    assertThat(
            client
                .post("/v1/similar", "{\"positives\":[\"last-orbit\"],\"negatives\":[\"zzz\"]}")
                .is(422)
                .pointers())
        .containsExactly("/negatives/0");
    String many = "\"last-orbit\",".repeat(10_000) + "\"last-orbit\"";
    assertThat(client.post("/v1/similar", "{\"positives\":[" + many + "]}").is(422).pointers())
        .containsExactly("/positives");
  }
}
