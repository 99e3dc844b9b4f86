package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/recommendations} and the same for a stored user. */
class RecommendationTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private final Client client = SERVER.client();

  private Answer recommend(String body) {
    return client.post("/v1/recommendations", body).is(200);
  }

  @Test
  void anInteractionPostedChangesTheNextRecommendationAndIsNotRecommendedAgain() {
    List<String> stranger = recommend("{\"userId\":\"eva\",\"count\":500}").itemIds();
    String seen = stranger.getFirst();
    client
        .post("/v1/interactions", "{\"userId\":\"eva\",\"itemId\":\"%s\"}".formatted(seen))
        .is(201);
    Answer known = recommend("{\"userId\":\"eva\",\"count\":500}");
    assertThat(known.itemIds()).hasSize(stranger.size() - 1).doesNotContain(seen);
    assertThat(known.itemIds()).isNotEqualTo(stranger.subList(1, stranger.size()));
    assertThat(recommend("{\"userId\":\"eva\",\"count\":500,\"excludeSeen\":false}").itemIds())
        .contains(seen);
  }

  @Test
  void theStoredUserAndTheBodyWithTheirIdGetTheSame() {
    client.post("/v1/interactions", "{\"userId\":\"u/1;x\",\"itemId\":\"last-orbit\"}").is(201);
    Answer byBody = recommend("{\"userId\":\"u/1;x\",\"count\":4,\"diversity\":0.5}");
    Answer byPath =
        client
            .get("/v1/users/" + Client.encode("u/1;x") + "/recommendations?count=4&diversity=0.5")
            .is(200);
    assertThat(byPath.json().path("items")).isEqualTo(byBody.json().path("items"));
    assertThat(byBody.itemIds()).hasSize(4).doesNotContain("last-orbit");
  }

  @Test
  void aStoredHistoryAndAnInlineOneOfTheSameItemsGetTheSame() {
    client.post(
        "/v1/interactions",
        """
        [{"userId":"tom","itemId":"paper-tigers","at":"2026-01-02T00:00:00Z"},
         {"userId":"tom","itemId":"silent-depths","at":"2026-01-01T00:00:00Z"}]""");
    assertThat(recommend("{\"userId\":\"tom\"}").json().path("items"))
        .isEqualTo(
            recommend("{\"history\":[\"silent-depths\",\"paper-tigers\"]}").json().path("items"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"history\":[\"last-orbit\"]}",
        "{\"history\":[\"last-orbit\"],\"text\":\"something to laugh about\"}",
        "{\"like\":[\"desert-choir\"],\"dislike\":[\"clockwork-heist\"],\"diversity\":0.7}"
      })
  void theSharesAddUpToTheScoreAndTheSameRequestGetsTheSame(String body) {
    Answer first = recommend(body);
    assertThat(first.json().path("items")).isNotEmpty();
    for (JsonNode item : first.json().path("items")) {
      double sum = 0;
      for (JsonNode share : item.path("shares")) {
        sum += share.asDouble();
      }
      assertThat(sum).as(item.toString()).isCloseTo(item.path("score").asDouble(), within(1e-5));
    }
    for (int again = 0; again < 3; again++) {
      assertThat(recommend(body).json().path("items")).isEqualTo(first.json().path("items"));
    }
  }

  @Test
  void withoutDiversityTheScoresDescend() {
    List<Double> scores = new ArrayList<>();
    recommend("{\"history\":[\"last-orbit\"],\"count\":500}")
        .json()
        .path("items")
        .forEach(item -> scores.add(item.path("score").asDouble()));
    assertThat(scores).hasSizeGreaterThan(5).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void aWishInWordsFindsWhatItIsAbout() {
    assertThat(recommend("{\"text\":\"monsters under water\"}").itemIds())
        .startsWith("silent-depths");
  }

  @Test
  void aFilterHoldsForEveryItem() {
    String query = "genres:Comedy AND year:[1960 TO 1990]";
    assertThat(recommend("{\"filter\":\"" + query + "\"}").itemIds())
        .containsExactlyInAnyOrder("borrowed-castle", "clockwork-heist");
    assertThat(
            client
                .get("/v1/users/nobody/recommendations?filter=" + Client.encode(query))
                .is(200)
                .itemIds())
        .containsExactlyInAnyOrder("borrowed-castle", "clockwork-heist");
    assertThat(recommend("{\"filter\":\"colour:false AND -genres:Comedy\"}").itemIds())
        .containsExactly("midnight-trial");
  }

  @Test
  void aFilterOverAnUnknownFieldNamesItAndABrokenOneIsRefused() {
    for (String filter : List.of("director:Lynch", "genres:Drama AND director:[a TO b]")) {
      assertThat(
              client
                  .post("/v1/recommendations", "{\"filter\":\"" + filter + "\"}")
                  .is(400)
                  .detail())
          .contains("director", "genres");
    }
    for (String filter : List.of("year:[1960 TO", "(((", "genres:", "AND", "year:abc", "")) {
      client.post("/v1/recommendations", "{\"filter\":\"" + filter + "\"}").is(400);
    }
  }

  @Test
  void whatIsBoostedRisesAndItsShareSaysSo() {
    String boosted =
        """
        {"like":["last-orbit"],"count":500,
         "boost":[{"filter":"genres:Comedy","amount":%s},{"filter":"year:[* TO 1959]","amount":-10}]}""";
    Answer lifted = recommend(boosted.formatted("10"));
    List<String> comedies =
        recommend("{\"like\":[\"last-orbit\"],\"count\":500,\"filter\":\"genres:Comedy\"}")
            .itemIds();
    assertThat(comedies).hasSizeGreaterThan(1);
    assertThat(lifted.itemIds().subList(0, comedies.size()))
        .containsExactlyInAnyOrderElementsOf(comedies);
    assertThat(lifted.json().at("/items/0/shares/boost").asDouble()).isPositive();
    assertThat(recommend(boosted.formatted("-10")).itemIds())
        .isNotEqualTo(lifted.itemIds())
        .containsExactlyInAnyOrderElementsOf(lifted.itemIds());
  }

  @Test
  void aBoostThatCannotBeIsRefusedByName() {
    String boost = "{\"boost\":[%s]}";
    assertThat(
            refused(boost.formatted("{\"filter\":\"director:Lynch\",\"amount\":1}"), 400).detail())
        .contains("director");
    assertThat(refused(boost.formatted("{\"filter\":\"genres:Comedy\"}"), 400).pointers())
        .containsExactly("/boost/0/amount");
    assertThat(refused(boost.formatted("{\"amount\":1}"), 400).pointers())
        .containsExactly("/boost/0/filter");
    assertThat(
            refused(boost.formatted("{\"filter\":\"genres:Comedy\",\"amount\":10.5}"), 422)
                .pointers())
        .containsExactly("/boost/0/amount");
    String one = "{\"filter\":\"genres:Comedy\",\"amount\":1}";
    assertThat(refused(boost.formatted(one + ("," + one).repeat(20)), 422).pointers())
        .containsExactly("/boost");
  }

  private Answer refused(String body, int status) {
    return client.post("/v1/recommendations", body).is(status);
  }

  @Test
  void whatIsExcludedOrDislikedOrLikedIsNotRecommended() {
    assertThat(
            recommend(
                    """
                    {"exclude":["last-orbit","no-such-item"],"dislike":["desert-choir"],
                     "like":["paper-tigers"],"count":500}""")
                .itemIds())
        .contains("glass-harbour")
        .doesNotContain("last-orbit", "desert-choir", "paper-tigers");
  }

  @Test
  void equalScoresAreOrderedByItemId() {
    for (String id : List.of("tie-c", "tie-a", "tie-b")) {
      client.put("/v1/items/" + id, "{\"title\":\"The Same Film\"}").is(201);
    }
    List<String> found =
        recommend("{\"text\":\"the same film\",\"strategy\":\"semantic\",\"count\":500}").itemIds();
    assertThat(found).containsSubsequence("tie-a", "tie-b", "tie-c");
    List.of("tie-a", "tie-b", "tie-c").forEach(id -> client.delete("/v1/items/" + id).is(204));
  }

  @Test
  void aStrategyRanksByOneScorerAlone() {
    JsonNode items =
        recommend("{\"history\":[\"last-orbit\"],\"strategy\":\"sequence\"}").json().path("items");
    assertThat(items).isNotEmpty();
    items.forEach(
        item -> assertThat(item.path("shares").fieldNames()).toIterable().containsOnly("sequence"));
    assertThat(client.post("/v1/recommendations", "{\"strategy\":\"magic\"}").is(422).pointers())
        .containsExactly("/strategy");
  }

  @Test
  void whatIsIncludedComesWithEachItemThatHasIt() {
    JsonNode item =
        recommend("{\"filter\":\"id:last-orbit\",\"include\":[\"year\",\"text\",\"nothing\"]}")
            .json()
            .at("/items/0");
    assertThat(item.path("attributes").path("year").asInt()).isEqualTo(2011);
    assertThat(item.path("attributes").fieldNames()).toIterable().containsOnly("year", "text");
  }

  @Test
  void fullDiversityKeepsTheBestAndMixesTheRest() {
    String history = "{\"history\":[\"last-orbit\"],\"count\":11,\"diversity\":%s}";
    List<String> best = recommend(history.formatted("0")).itemIds();
    List<String> mixed = recommend(history.formatted("1")).itemIds();
    assertThat(mixed).startsWith(best.getFirst()).containsExactlyInAnyOrderElementsOf(best);
    assertThat(mixed).isNotEqualTo(best);
  }
}
