package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The log of who touched what. */
class InteractionsTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private final Client client = server().client();

  /** What is tested; overridden for the same with another store. */
  TestServer server() {
    return SERVER;
  }

  private List<JsonNode> of(String user, int limit) {
    return of(user, limit, "arrival");
  }

  private List<JsonNode> of(String user, int limit, String order) {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          client
              .get(
                  "/v1/users/%s/interactions?order=%s&limit=%d%s"
                      .formatted(user, order, limit, cursor))
              .is(200)
              .json();
      page.path("interactions").forEach(all::add);
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    return all;
  }

  @Test
  void theNewestOrTheOldestComeFirstWhereOneAsksForIt() {
    int[] arrived = {5, 9, 1, 9, 3};
    for (int i = 0; i < arrived.length; i++) {
      client
          .post(
              "/v1/interactions",
              "{\"userId\":\"olga\",\"itemId\":\"last-orbit\",\"eventId\":\"o%d\",\"at\":\"200%d-01-01T00:00:00Z\"}"
                  .formatted(i, arrived[i]))
          .is(201);
    }
    for (int limit : new int[] {1, 2, 100}) {
      assertThat(events("olga", limit, "arrival")).containsExactly("o0", "o1", "o2", "o3", "o4");
      assertThat(events("olga", limit, "oldest")).containsExactly("o2", "o4", "o0", "o1", "o3");
      assertThat(events("olga", limit, "newest")).containsExactly("o3", "o1", "o0", "o4", "o2");
    }
    assertThat(client.get("/v1/users/olga/interactions?order=best").is(400).detail())
        .contains("'order'", "newest", "'best'");
  }

  private List<String> events(String user, int limit, String order) {
    return of(user, limit, order).stream().map(event -> event.path("eventId").asText()).toList();
  }

  @Test
  void anEventSentTwiceCountsOnce() {
    String event = "{\"userId\":\"dora\",\"itemId\":\"last-orbit\",\"eventId\":\"e-1\"}";
    client.post("/v1/interactions", event).is(201);
    assertThat(client.post("/v1/interactions", event).is(200).json().path("duplicates").asInt())
        .isEqualTo(1);
    JsonNode receipt =
        client.post("/v1/interactions", "[%s,%s]".formatted(event, event)).is(200).json();
    assertThat(receipt.path("duplicates").asInt()).isEqualTo(2);
    assertThat(of("dora", 100)).hasSize(1);
  }

  @Test
  void aBadOneOfSeveralDoesNotStopTheOthers() {
    JsonNode receipt =
        client
            .post(
                "/v1/interactions",
                """
                [{"userId":"max","itemId":"last-orbit"}, null, 5, [],
                 {"userId":"max"}, {"userId":"max","itemId":"no-such-item"},
                 {"userId":"max","itemId":"last-orbit","stars":5},
                 {"userId":"max","itemId":"last-orbit","type":"LIKE"},
                 {"userId":"max","itemId":"desert-choir"}]""")
            .is(200)
            .json();
    assertThat(receipt.path("stored").asInt()).isEqualTo(2);
    assertThat(receipt.path("errors"))
        .extracting(error -> error.path("pointer").asText())
        .containsExactly("/1", "/2", "/3", "/4/itemId", "/5/itemId", "/6/stars", "/7");
    assertThat(of("max", 100)).hasSize(2);
  }

  private Answer send(String key, String type, String body) {
    return client.exchange(
        client
            .request("/v1/interactions")
            .header("Content-Type", type)
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void aRequestThatIsSentAgainCountsOnceInEachOfItsForms() {
    String one = "{\"userId\":\"ida\",\"itemId\":\"last-orbit\"}";
    Map<String, String> forms =
        Map.of(
            "application/json",
            "[%s,%s]".formatted(one, one),
            "application/jsonl",
            one + "\n" + one,
            "application/x-ndjson",
            one + "\n\n" + one);
    forms.forEach(
        (type, body) -> {
          assertThat(send(type, type, body).is(200).json().path("stored").asInt()).isEqualTo(2);
          JsonNode again = send(type, type, body).is(200).json();
          assertThat(again.path("stored").asInt()).isZero();
          assertThat(again.path("duplicates").asInt()).isEqualTo(2);
        });
    send("single", "application/json", one).is(201);
    send("single", "application/json", one).is(200);
    assertThat(of("ida", 100)).hasSize(7);
  }

  @Test
  void aKeyIsOfOneRequestAlone() {
    String one = "{\"userId\":\"eva\",\"itemId\":\"last-orbit\"}";
    String other = "{\"userId\":\"eva\",\"itemId\":\"desert-choir\"}";
    send("k", "application/json", "[%s]".formatted(one)).is(200);
    for (String body :
        List.of(
            "[%s]".formatted(other),
            "[%s,%s]".formatted(one, one),
            "[%s,5]".formatted(one),
            "[{\"userId\":\"eva\",\"itemId\":\"last-orbit\",\"at\":\"2026-01-01T00:00:00Z\"}]")) {
      assertThat(send("k", "application/json", body).is(422).detail()).contains("Idempotency-Key");
    }
    String reordered = "[ {\"itemId\" : \"last-orbit\", \"userId\":\"eva\"} ]";
    assertThat(send("k", "application/json", reordered).is(200).json().path("duplicates").asInt())
        .isEqualTo(1);
    assertThat(of("eva", 100)).hasSize(1);
    assertThat(send("a b", "application/json", one).is(400).detail()).contains("Idempotency-Key");
  }

  @Test
  void whatCouldNotBeStoredIsTriedAgainUnderTheSameKey() {
    String late = "{\"userId\":\"tom\",\"itemId\":\"late-comer\"}";
    String body = "[%s,{\"userId\":\"tom\",\"itemId\":\"last-orbit\"}]".formatted(late);
    assertThat(send("late", "application/json", body).is(200).json().path("errors")).hasSize(1);
    client.put("/v1/items/late-comer", "{\"title\":\"Late\"}").is(201);
    JsonNode again = send("late", "application/json", body).is(200).json();
    assertThat(again.path("stored").asInt()).isEqualTo(1);
    assertThat(again.path("duplicates").asInt()).isEqualTo(1);
    client.delete("/v1/items/late-comer").is(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/jsonl", "application/x-ndjson"})
  void jsonLinesAreReadLineByLine(String type) {
    String user = type.substring(type.length() - 4);
    String lines =
        """
        {"userId":"%1$s","itemId":"last-orbit"}

        null
        {"userId":
        {"userId":"%1$s","itemId":"desert-choir"}
        {"userId":"%1$s","itemId":"no-such-item"}"""
            .formatted(user);
    JsonNode receipt = client.send("POST", "/v1/interactions", type, lines).is(200).json();
    assertThat(receipt.path("stored").asInt()).isEqualTo(2);
    assertThat(receipt.path("errors"))
        .extracting(error -> error.path("pointer").asText())
        .containsExactly("/2", "/3", "/5/itemId");
    assertThat(client.send("POST", "/v1/interactions", type, "").is(200).json().path("stored"))
        .isEqualTo(Answer.parse("0"));
  }

  @Test
  void pagesCoverTheHistoryExactlyOnceInOrderOfArrival() {
    List<String> items = TinyCatalogue.WITH_TOKEN;
    for (String item : items) {
      client
          .post("/v1/interactions", "{\"userId\":\"pia\",\"itemId\":\"%s\"}".formatted(item))
          .is(201);
    }
    for (int limit : List.of(1, 3, 5, 1000)) {
      assertThat(of("pia", limit))
          .extracting(interaction -> interaction.path("itemId").asText())
          .containsExactlyElementsOf(items);
    }
    assertThat(of("nobody", 100)).isEmpty();
  }

  @Test
  void whatWasSentIsShown() {
    client
        .post(
            "/v1/interactions",
            """
            {"userId":"kim","itemId":"last-orbit","type":"rating","value":4.5,
             "at":"2026-01-01T01:00:00.250+01:00","eventId":"kim-1"}""")
        .is(201);
    assertThat(of("kim", 10))
        .containsExactly(
            Answer.parse(
                """
                {"userId":"kim","itemId":"last-orbit","type":"rating","value":4.5,
                 "at":"2026-01-01T00:00:00.250Z","eventId":"kim-1"}"""));
  }

  /** A number could be seconds or milliseconds, and a year of ten digits overflows the store. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1700000000",
        "1700000000000.5",
        "\"1700000000\"",
        "\"\"",
        "\"yesterday\"",
        "\"2026-01-01\"",
        "\"2026-01-01T00:00:00\"",
        "\"2026-02-30T00:00:00Z\"",
        "\"+999999999-12-31T23:59:59Z\"",
        "true",
        "{}"
      })
  void aTimeThatIsNotRfc3339IsRefused(String at) {
    Answer answer =
        client.post(
            "/v1/interactions",
            "{\"userId\":\"kim\",\"itemId\":\"last-orbit\",\"at\":%s}".formatted(at));
    assertThat(answer.is(400).pointers()).containsExactly("/at");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"userId\":\"kim\"} | 400 | /itemId",
        "{\"itemId\":\"last-orbit\"} | 400 | /userId",
        "{\"userId\":null,\"itemId\":\"last-orbit\"} | 400 | /userId",
        "{\"userId\":5,\"itemId\":\"last-orbit\"} | 400 | /userId",
        "{\"userId\":\"kim\",\"itemId\":\"last-orbit\",\"a/b~c\":1} | 400 | /a~1b~0c",
        "{\"userId\":\"kim\",\"itemId\":\"last-orbit\",\"value\":\"5\"} | 400 | /value",
        "{\"userId\":\"kim\",\"itemId\":\"last-orbit\",\"value\":1e999} | 422 | ''",
        "{\"userId\":\"kim\",\"itemId\":\"no-such-item\"} | 422 | /itemId",
        "{\"userId\":\"\\ud800\",\"itemId\":\"last-orbit\"} | 422 | ''",
        "{\"userId\":\"a b\",\"itemId\":\"last-orbit\"} | 422 | ''",
        "{\"userId\":\"kim\",\"itemId\":\"last-orbit\",\"eventId\":\"\"} | 422 | ''",
        "null | 400 | ''",
        "5 | 400 | ''"
      })
  void aSingleBadOneIsRefusedWhereItIsBad(String body, int status, String pointer) {
    assertThat(client.post("/v1/interactions", body).is(status).pointers())
        .containsExactly(pointer);
  }
}
