package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code POST /v1/recommendations/batch}. */
class RecommendationBatchTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private static final String ROUTE = "/v1/recommendations/batch";

  private final Client client = SERVER.client();

  @Test
  void eachLineIsAnsweredAsItWouldBeAlone() {
    List<String> requests =
        IntStream.range(0, 40)
            .mapToObj(
                n ->
                    n % 2 == 0
                        ? "{\"like\":[\"last-orbit\"],\"count\":%d}".formatted(1 + n % 5)
                        : "{\"text\":\"monsters under water\",\"explain\":\"evidence\",\"count\":%d}"
                            .formatted(1 + n % 3))
            .toList();
    List<JsonNode> lines = client.postLines(ROUTE, String.join("\n", requests)).is(200).lines();

    assertThat(lines).hasSize(requests.size());
    for (int n = 0; n < requests.size(); n++) {
      assertThat(lines.get(n).path("line").asInt()).isEqualTo(n + 1);
      assertThat(lines.get(n).at("/recommendation/items"))
          .isEqualTo(
              client.post("/v1/recommendations", requests.get(n)).is(200).json().path("items"));
    }
    assertThat(lines.stream().map(line -> line.at("/recommendation/recommendationId").asText()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aBadLineHasItsProblemInItsPlaceAndTheOthersAreAnswered() {
    List<JsonNode> lines =
        client
            .postLines(
                ROUTE,
                """
                {"count":1}

                {"count":0}
                {"like":["no-such-item"]}
                {"filter":"director:Lynch"}
                {"colour":"red"}
                {"count":
                []
                null
                {"strategy":"magic"}
                {"boost":[{"filter":"genres:Comedy"}]}
                {"count":2}
                """)
            .is(200)
            .lines();

    assertThat(lines.stream().map(line -> line.path("line").asInt()))
        .containsExactly(1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(lines.stream().map(line -> line.at("/problem/status").asInt(200)))
        .containsExactly(200, 422, 422, 400, 400, 400, 400, 400, 422, 400, 200);
    assertThat(lines.get(1).at("/problem/errors/0/pointer").asText()).isEqualTo("/count");
    assertThat(lines.get(2).at("/problem/detail").asText()).contains("no-such-item");
    assertThat(lines.get(3).at("/problem/detail").asText()).contains("director");
    assertThat(lines.getLast().at("/recommendation/items")).hasSize(2);
  }

  @Test
  void anArrayIsTakenToo() {
    List<JsonNode> lines = client.post(ROUTE, "[{\"count\":1},{\"count\":0}]").is(200).lines();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst().at("/recommendation/items")).hasSize(1);
    assertThat(lines.getLast().at("/problem/status").asInt()).isEqualTo(422);
    assertThat(client.postLines(ROUTE, "\n \n").is(200).lines()).isEmpty();
  }

  @Test
  void whatIsNoBatchIsRefusedAsAWhole() {
    client.post(ROUTE, "{\"count\":1}").is(400);
    client.send("POST", ROUTE, "text/plain", "{\"count\":1}").is(415);
  }

  @Test
  void moreLinesThanAreAnsweredAreRefused() {
    assertThat(client.postLines(ROUTE, "{}\n".repeat(10_001)).is(422).detail())
        .contains("10001", "10000");
  }
}
