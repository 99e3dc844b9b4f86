package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What is tested; overridden for the same with another store. */
  TestServer server() {
    return SERVER;
  }

  private record Event(String name, JsonNode data) {}

  @Test
  void aConversationAccumulatesAndIsReadBack() {
    Answer begun = client().post("/v1/sessions", "{}").is(201);
    String path = begun.headers().firstValue("Location").orElseThrow();
    assertThat(path).isEqualTo("/v1/sessions/" + begun.json().path("sessionId").asText());
    assertThat(begun.json().path("turns").asInt()).isZero();

    Answer drama = say(path, "+Drama", 200);
    assertThat(labels(drama.json().at("/understood/statements"))).containsExactly("+ Drama");
    assertThat(drama.itemIds())
        .containsExactlyInAnyOrder("glass-harbour", "last-orbit", "midnight-trial", "desert-choir");

    Answer later = say(path, "1990-2020,like robot-gardener", 200);
    assertThat(labels(later.json().at("/understood/statements")))
        .containsExactly("+ Drama", "1990–2020", "like The Robot Gardener");
    assertThat(later.itemIds()).containsExactlyInAnyOrder("glass-harbour", "last-orbit");
    assertThat(later.json().path("text").asText())
        .startsWith("Understood: 1990–2020, like The Robot Gardener. At the top: ");

    Answer replaced = say(path, "1950-1980", 200);
    assertThat(replaced.itemIds()).containsExactlyInAnyOrder("midnight-trial", "desert-choir");
    assertThat(replaced.json().at("/understood/replaced/0/statement/label").asText())
        .isEqualTo("1990–2020");
    assertThat(replaced.json().at("/understood/replaced/0/by"))
        .isEqualTo(replaced.json().at("/understood/added/0"));

    JsonNode standing = client().get(path).is(200).json();
    assertThat(labels(standing.path("statements")))
        .containsExactly("+ Drama", "like The Robot Gardener", "1950–1980");
    assertThat(standing.path("turns").asInt()).isEqualTo(3);
    assertThat(texts(standing.path("shown"))).isEqualTo(replaced.itemIds());

    Answer undone = act(path, "undo").is(200);
    assertThat(undone.itemIds()).isEqualTo(later.itemIds());
    assertThat(undone.json().at("/understood/act").asText()).isEqualTo("undo");

    Answer over = act(path, "startOver").is(200);
    assertThat(over.json().at("/understood/statements")).isEmpty();
    client().delete(path).is(204);
    client().get(path).is(404);
    say(path, "+Drama", 404);
    client().delete(path).is(404);
  }

  @Test
  void theFirstTurnCanComeWithTheSession() {
    Answer begun =
        client()
            .post(
                "/v1/sessions",
                "{\"userId\":\"ana\",\"language\":\"es\",\"text\":\"+Comedy,~funny\",\"count\":2,"
                    + "\"include\":[\"year\"]}")
            .is(201);
    JsonNode reply = begun.json().path("reply");
    assertThat(begun.json().path("userId").asText()).isEqualTo("ana");
    assertThat(reply.path("items")).hasSize(2);
    assertThat(reply.at("/items/0/attributes/year").isNumber()).isTrue();
    assertThat(reply.at("/items/0/shares/boost").asDouble()).isPositive();
    assertThat(reply.path("text").asText()).startsWith("Entendido: + Comedy, + divertido.");
    assertThat(begun.json().path("shown")).hasSize(2);
  }

  @Test
  void aFirstTurnThatFailsLeavesNoSessionBehind() {
    Answer failed =
        client().post("/v1/sessions", "{\"userId\":\"unlucky\",\"text\":\"overloaded\"}").is(503);
    assertThat(failed.headers().firstValue("Location")).isEmpty();
    assertThat(server().services().users().erase("unlucky")).isFalse();
  }

  @Test
  void aDeadEndComesWithWaysOutThatCanBeSentBack() {
    String path = begin();
    say(path, "+Documentary", 200);
    Answer none = say(path, "1950-1959", 200);
    assertThat(none.itemIds()).isEmpty();
    JsonNode relaxations = none.json().path("relaxations");
    assertThat(texts(relaxations, "text"))
        .containsExactly("Without “+ Documentary” there are 2.", "Without “1950–1959” there is 1.");
    Answer out =
        client().post(path + "/turns", "{\"remove\":" + relaxations.at("/0/remove") + "}").is(200);
    assertThat(out.itemIds()).containsExactlyInAnyOrder("midnight-trial", "salt-and-thunder");
  }

  @Test
  void eventsComeInTheirOrderAndSayWhatTheJsonSays() throws Exception {
    String path = begin();
    List<Event> events = stream(path, "{\"text\":\"+Comedy,#7\",\"count\":3}");
    assertThat(events).extracting(Event::name).startsWith("understood", "items", "text");
    assertThat(events.getLast().name()).isEqualTo("done");
    for (Event event : events) {
      Contract.requireValid("event " + event, SCHEMAS.getOrDefault(event.name(), ""), event.data());
    }
    String text =
        String.join(
            "",
            events.stream()
                .filter(event -> event.name().equals("text"))
                .map(event -> event.data().path("text").asText())
                .toList());
    assertThat(text).startsWith("Nothing has been shown yet. Understood: + Comedy. At the top: ");
    assertThat(events.get(1).data().path("items")).hasSize(3);
    assertThat(texts(client().get(path).is(200).json().path("shown")))
        .as("durable before it was told")
        .isEqualTo(texts(events.get(1).data().path("items"), "itemId"));
  }

  private static final Map<String, String> SCHEMAS =
      Map.of(
          "understood", "/components/schemas/Understood",
          "items", "/components/schemas/ItemsEvent",
          "text", "/components/schemas/TextEvent",
          "done", "/components/schemas/DoneEvent");

  @Test
  void aRefusedTurnIsAProblemAlsoWhereEventsAreAccepted() throws Exception {
    HttpResponse<String> refused =
        send("/v1/sessions/nobody/turns", "{\"text\":\"+Comedy\"}", BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void aSessionOfSomebodyElseIsNotFound() {
    Answer begun = client().post("/v1/sessions", "{\"userId\":\"ana\"}").is(201);
    String path = "/v1/sessions/" + begun.json().path("sessionId").asText();
    client().get(path + "?userId=ana").is(200);
    assertThat(client().get(path + "?userId=bob").is(404).detail())
        .isEqualTo("there is no such session, or no more");
    client().delete(path + "?userId=bob").is(404);
    client().post(path + "/turns", "{\"userId\":\"bob\",\"text\":\"+Drama\"}").is(404);
    client().post(path + "/turns", "{\"userId\":\"ana\",\"text\":\"+Drama\"}").is(200);
    client().get("/v1/sessions/" + "A".repeat(22)).is(404);
    client().get("/v1/sessions/%F0%9F%8E%AC").is(404);
  }

  @Test
  void whatCannotBeATurnIsRefusedWithItsPlace() {
    String path = begin() + "/turns";
    String long100k = "x".repeat(100_000);
    record Bad(String body, int status, String says) {}
    for (Bad bad :
        List.of(
            new Bad("{}", 422, "exactly one of text, remove and act, not 0"),
            new Bad("{\"text\":\"a\",\"act\":\"more\"}", 422, "not 2"),
            new Bad("{\"text\":\"\"}", 422, "/text must not be blank"),
            new Bad("{\"text\":\" \\n\\t\"}", 422, "/text must not be blank"),
            new Bad(
                "{\"text\":\"" + long100k + "\"}",
                422,
                "/text has 100000 characters; at most 2000 are read"),
            new Bad("{\"text\":\"a \\ud83d film\"}", 422, "/text holds half a surrogate pair"),
            new Bad("{\"text\":\"a\\udfac\"}", 422, "half a surrogate pair"),
            new Bad("{\"remove\":[]}", 422, "/remove must name at least one"),
            new Bad("{\"remove\":[1]}", 422, "/remove/0 no statement of this session has the id 1"),
            new Bad("{\"remove\":[\"1\"]}", 400, "/remove/0"),
            new Bad("{\"act\":\"why\"}", 422, "/act must be one of more, undo, startOver"),
            new Bad("{\"text\":\"a\",\"count\":0}", 422, "/count must be 1 to 500, not 0"),
            new Bad("{\"text\":7}", 400, "/text"),
            new Bad("{\"words\":\"a\"}", 400, "words"),
            new Bad("[]", 400, ""))) {
      Answer answer = client().post(path, bad.body()).is(bad.status());
      assertThat(answer.body()).as(bad.body()).contains(bad.says());
    }
    client().post("/v1/sessions", "{\"language\":\"fr\"}").is(400);
    client().post("/v1/sessions", "{\"userId\":\"a b\"}").is(422);
    client().post("/v1/sessions", "{\"text\":\"" + long100k + "\"}").is(422);
    client().get(begin() + "?user=ana").is(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "🎬🍿",
        "👩‍👩‍👧",
        "\u0000",
        "\u202e",
        "'; DROP TABLE session; --",
        "\\\\",
        "<b>"
      })
  void oddTextIsAWishLikeAnyOther(String text) {
    String path = begin();
    String body = "{\"text\":" + quoted(text) + "}";
    Answer answer = client().post(path + "/turns", body);
    assertThat(answer.status()).isIn(200, 422);
    client().get(path).is(200);
  }

  private static String quoted(String text) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
  }

  private String begin() {
    Answer begun = client().post("/v1/sessions", "{}").is(201);
    return "/v1/sessions/" + begun.json().path("sessionId").asText();
  }

  private Answer say(String path, String text, int status) {
    return client().post(path + "/turns", "{\"text\":\"" + text + "\"}").is(status);
  }

  private Answer act(String path, String act) {
    return client().post(path + "/turns", "{\"act\":\"" + act + "\"}");
  }

  private Client client() {
    return server().client();
  }

  private static List<String> labels(JsonNode statements) {
    return texts(statements, "label");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static List<String> texts(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(element -> element.path(field).asText())
        .toList();
  }

  private List<Event> stream(String path, String body) throws Exception {
    HttpResponse<Stream<String>> response = send(path + "/turns", body, BodyHandlers.ofLines());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    List<Event> events = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    StringBuilder data = new StringBuilder();
    response
        .body()
        .forEach(
            line -> {
              if (line.startsWith("event:")) {
                name.append(line.substring(6).strip());
              } else if (line.startsWith("data:")) {
                data.append(line.substring(5).strip());
              } else if (line.isEmpty() && !data.isEmpty()) {
                events.add(new Event(name.toString(), Answer.parse(data.toString())));
                name.setLength(0);
                data.setLength(0);
              }
            });
    return events;
  }

  private <T> HttpResponse<T> send(String path, String body, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return HTTP.send(
        server()
            .client()
            .request(path)
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(BodyPublishers.ofString(body))
            .build(),
        handler);
  }
}
