package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that no honest client sends. Each is refused, and the next good request is served. */
class HostileBodyTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private static final String RECOMMENDATIONS = "/v1/recommendations";

  private final Client client = SERVER.client();

  @AfterEach
  void theNextGoodRequestIsServed() {
    assertThat(client.post(RECOMMENDATIONS, "{\"history\":[\"last-orbit\"]}").is(200).itemIds())
        .isNotEmpty();
  }

  static Stream<String> notJson() {
    return Stream.of(
        "{\"history\":[\"last-orbit\"",
        "{\"history\":",
        "{\"text\":\"a",
        "{",
        "[".repeat(10_000),
        "{\"a\":".repeat(10_000),
        "{\"history\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}",
        "{} x",
        "{}{}",
        "{\"count\":1,\"count\":2}",
        "{\"count\":NaN}",
        "{\"diversity\":Infinity}",
        "{\"diversity\":-Infinity}",
        "{\"count\":01}",
        "{\"count\":+1}",
        "{\"diversity\":" + "9".repeat(2_000) + "}",
        "{'count':1}",
        "{count:1}",
        "{\"count\":1,}",
        "{\"count\":1} // comment",
        "{\"text\":\"\u0000\"}",
        "{\"text\":\"line\nbreak\"}",
        "{\"text\":\"\\x41\"}",
        "{\"\\ud800\":1}",
        "",
        " ",
        "null",
        "hello");
  }

  @ParameterizedTest
  @MethodSource("notJson")
  void whatIsNotJsonIsRefusedOnEveryRoute(String body) {
    client.post(RECOMMENDATIONS, body).is(400);
    client.post("/v1/search", body).is(400);
    client.post("/v1/similar", body).is(400);
    client.post("/v1/interactions", body).is(400);
    client.put("/v1/items/hostile", body).is(400);
    client.patch("/v1/items/last-orbit", body).is(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | ''",
        "5 | ''",
        "\"text\" | ''",
        "true | ''",
        "{\"unknown\":1} | /unknown",
        "{\"History\":[]} | /History",
        "{\"history\":\"last-orbit\"} | /history",
        "{\"history\":{}} | /history",
        "{\"history\":[null]} | /history/0",
        "{\"history\":[\"last-orbit\",5]} | /history/1",
        "{\"history\":[[]]} | /history/0",
        "{\"history\":[true]} | /history/0",
        "{\"include\":[null]} | /include/0",
        "{\"exclude\":[null]} | /exclude/0",
        "{\"like\":[{}]} | /like/0",
        "{\"text\":5} | /text",
        "{\"text\":[]} | /text",
        "{\"userId\":true} | /userId",
        "{\"filter\":1} | /filter",
        "{\"count\":\"5\"} | /count",
        "{\"count\":5.5} | /count",
        "{\"count\":1e9} | /count",
        "{\"count\":99999999999} | /count",
        "{\"count\":true} | /count",
        "{\"timeoutMs\":\"1000\"} | /timeoutMs",
        "{\"diversity\":\"0.5\"} | /diversity",
        "{\"diversity\":[]} | /diversity",
        "{\"excludeSeen\":1} | /excludeSeen",
        "{\"excludeSeen\":\"true\"} | /excludeSeen"
      })
  void aWrongTypeOrFieldIsRefusedWhereItIs(String body, String pointer) {
    assertThat(client.post(RECOMMENDATIONS, body).is(400).pointers()).containsExactly(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"count\":0} | /count",
        "{\"count\":-1} | /count",
        "{\"count\":501} | /count",
        "{\"count\":1000000000} | /count",
        "{\"diversity\":-0.1} | /diversity",
        "{\"diversity\":1e300} | /diversity",
        "{\"diversity\":1e999} | /diversity",
        "{\"timeoutMs\":9} | /timeoutMs",
        "{\"timeoutMs\":-2147483648} | /timeoutMs",
        "{\"timeoutMs\":60001} | /timeoutMs",
        "{\"text\":\"\"} | /text",
        "{\"text\":\" \\n\"} | /text",
        "{\"history\":[\"\\ud800\"]} | /history/0",
        "{\"history\":[\"last-orbit\",\"nope\"]} | /history/1",
        "{\"like\":[\"\\u0000\"]} | /like/0",
        "{\"dislike\":[\"\"]} | /dislike/0",
        "{\"userId\":\"\\ud800\"} | /userId",
        "{\"userId\":\"\\u0000\"} | /userId",
        "{\"userId\":\"a user\"} | /userId",
        "{\"strategy\":\"\\ud83d\"} | /strategy"
      })
  void whatCannotBeIsUnprocessableAndSaysWhere(String body, String pointer) {
    assertThat(client.post(RECOMMENDATIONS, body).is(422).pointers()).containsExactly(pointer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\ud800", "\\udfff\\ud800", "\\u0000", "🎬🎬", "\\u202e\\u200d", "a\\u0301", "?"})
  void strangeTextIsTextLikeAnyOther(String text) {
    client.post(RECOMMENDATIONS, "{\"text\":\"" + text + "\"}").is(200);
    client.post("/v1/search", "{\"query\":\"" + text + "\"}").is(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"🎬🎬", "\\u202e\\u200d", "a\\u0301", "?"})
  void aStrangeUserIsAStranger(String user) {
    client.post(RECOMMENDATIONS, "{\"userId\":\"" + user + "\"}").is(200);
  }

  @Test
  void aTextMayHaveTwoThousandCharactersAndNoMore() {
    client.post(RECOMMENDATIONS, "{\"text\":\"" + "é".repeat(2_000) + "\"}").is(200);
    client.post(RECOMMENDATIONS, "{\"text\":\"" + "é".repeat(2_001) + "\"}").is(422);
    client.post("/v1/search", "{\"query\":\"" + "w ".repeat(1_000) + "\"}").is(200);
    client.post("/v1/search", "{\"query\":\"" + "w ".repeat(1_001) + "\"}").is(422);
  }

  @Test
  void aHistoryMayBeEmptyOrHaveTenThousandItemsAndNoMore() {
    String item = "\"last-orbit\",";
    client.post(RECOMMENDATIONS, "{\"history\":[]}").is(200);
    client
        .post(RECOMMENDATIONS, "{\"history\":[" + item.repeat(9_999) + "\"desert-choir\"]}")
        .is(200);
    assertThat(
            client
                .post(RECOMMENDATIONS, "{\"history\":[" + item.repeat(10_000) + "\"x\"]}")
                .is(422)
                .pointers())
        .containsExactly("/history");
  }

  @Test
  void theShortestTimeoutIsAnsweredWithWhatIsReady() {
    String body = "{\"history\":[\"last-orbit\"],\"text\":\"the sea at night\",\"timeoutMs\":10}";
    Answer answer = client.post(RECOMMENDATIONS, body);
    assertThat(answer.status()).isIn(200, 503);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/(a+)+$/",
        "((((((((((a))))))))))",
        "a~2",
        "*:*",
        "\"a b\"~3",
        "\\\\u0000",
        "a^9"
      })
  void anOddFilterIsReadOrRefused(String filter) {
    assertThat(client.post(RECOMMENDATIONS, "{\"filter\":\"%s\"}".formatted(filter)).status())
        .isIn(200, 400);
  }

  @Test
  void aHugeOrDeepFilterIsRefused() {
    for (String filter : List.of("a ".repeat(5_001), "(".repeat(4_000) + "a" + ")".repeat(4_000))) {
      client.post(RECOMMENDATIONS, "{\"filter\":\"" + filter + "\"}").is(400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"title\":\"T\",\"stars\":1}",
        "{}",
        "{\"title\":\" \"}",
        "{\"title\":5}",
        "{\"title\":\"\\u0000\"}",
        "{\"title\":\"\\ud800\"}",
        "{\"title\":\"T\",\"attributes\":[]}",
        "{\"title\":\"T\",\"attributes\":{\"a.b\":1}}",
        "{\"title\":\"T\",\"attributes\":{\"id\":1}}",
        "{\"title\":\"T\",\"attributes\":{\"year\":\"x\"}}",
        "{\"title\":\"T\",\"attributes\":{\"year\":1e999}}",
        "{\"title\":\"T\",\"attributes\":{\"new\":{\"deep\":1}}}"
      })
  void anItemThatCannotBeIsUnprocessableAndLeavesNoTrace(String item) {
    client.put("/v1/items/hostile", item).is(422);
    client.get("/v1/items/hostile").is(404);
    assertThat(client.get("/v1/status").is(200).json().at("/catalogue/attributes").size())
        .isEqualTo(4);
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    List<byte[]> bodies =
        List.of(
            new byte[] {0, 0, (byte) 0xd8, 0},
            new byte[] {(byte) 0xff, (byte) 0xfe, 0},
            new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3},
            "{\"text\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1));
    for (byte[] body : bodies) {
      client
          .exchange(
              client
                  .request(RECOMMENDATIONS)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(body)))
          .is(400);
      client
          .exchange(
              client
                  .request("/v1/items/batch")
                  .header("Content-Type", "application/jsonl")
                  .POST(BodyPublishers.ofByteArray(body)))
          .is(200)
          .lines()
          .forEach(line -> assertThat(line.path("status").asText()).isEqualTo("error"));
    }
  }
}
