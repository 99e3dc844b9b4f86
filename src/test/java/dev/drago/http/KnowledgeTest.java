package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /v1/documents} and {@code /v1/answers}. */
class KnowledgeTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private static final String NOTES =
      """
      {"title":"Notes on Silent Depths","itemId":"silent-depths","format":"html","language":"en",
       "source":"https://example.org/notes","content":"<h1>Making</h1><script>x()</script><p>The \
      submarine was built in a hangar near Gdynia. Marta Lindqvist directed Silent Depths.</p>"}""";

  private final Client client = server().client();

  /** What is tested; overridden for the same with another store. */
  TestServer server() {
    return SERVER;
  }

  @Test
  void aDocumentIsWrittenReadAnsweredFromAndDeleted() {
    Answer created = client.put("/v1/documents/notes", NOTES).is(201);
    assertThat(created.json().path("text").asText())
        .isEqualTo(
            "Making\n\nThe submarine was built in a hangar near Gdynia. Marta Lindqvist directed"
                + " Silent Depths.");
    assertThat(created.json().path("indexed").asBoolean()).isTrue();
    client.put("/v1/documents/notes", NOTES).is(200);
    assertThat(client.get("/v1/documents/notes").is(200).json()).isEqualTo(created.json());

    String question = "{\"question\":\"Who directed Silent Depths?\",\"itemId\":\"silent-depths\"}";
    JsonNode answer = client.post("/v1/answers", question).is(200).json();
    assertThat(answer.path("answer").asText())
        .startsWith("Marta Lindqvist directed Silent Depths. [1]");
    JsonNode citation = answer.path("citations").path(0);
    JsonNode range = citation.path("range");
    assertThat(
            created
                .json()
                .path("text")
                .asText()
                .substring(range.path("start").asInt(), range.path("end").asInt()))
        .isEqualTo(citation.path("text").asText());
    assertThat(citation.path("headings").path(0).asText()).isEqualTo("Making");

    client.delete("/v1/documents/notes").is(204);
    client.delete("/v1/documents/notes").is(404);
    client.get("/v1/documents/notes").is(404);
    assertThat(client.post("/v1/answers", question).is(200).json().path("answered").asBoolean())
        .isFalse();
  }

  @Test
  void anAnswerComesAsEventsWhereTheClientTakesThem() {
    client.put("/v1/documents/stream", NOTES).is(201);
    Answer answer =
        client.exchange(
            client
                .request("/v1/answers")
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString("{\"question\":\"Who directed Silent Depths?\"}")));
    assertThat(answer.is(200).mediaType()).isEqualTo("text/event-stream");
    List<String> names = new ArrayList<>();
    List<JsonNode> data = new ArrayList<>();
    answer
        .body()
        .lines()
        .forEach(
            line -> {
              if (line.startsWith("event:")) {
                names.add(line.substring(6).strip());
              } else if (line.startsWith("data:")) {
                data.add(Answer.parse(line.substring(5)));
              }
            });
    assertThat(names).startsWith("citations", "text").endsWith("done");
    assertThat(data.get(1).path("text").asText()).contains("Marta Lindqvist", "[1]");
    Contract.requireValid("citations", "/components/schemas/CitationsEvent", data.getFirst());
    Contract.requireValid("text", "/components/schemas/AnswerSentenceEvent", data.get(1));
    Contract.requireValid("done", "/components/schemas/Answer", data.getLast());
    Answer refused =
        client.exchange(
            client
                .request("/v1/answers")
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString("{\"question\":\" \"}")));
    assertThat(refused.is(422).pointers()).containsExactly("/question");
    client.delete("/v1/documents/stream").is(204);
  }

  @Test
  void documentsComeInBatchesAndArePagedThrough() {
    String lines =
        """
        {"id":"batch-1","title":"One","content":"First."}
        {"id":"batch-2","title":"Two"}

        {"id":"batch-3","title":"Three","content":"Third.","itemId":"ghost"}
        {"id":"batch-4","title":"Four","content":"Fourth."}""";
    List<JsonNode> results = client.postLines("/v1/documents/batch", lines).is(200).lines();
    assertThat(results)
        .extracting(result -> result.path("line").asInt() + " " + result.path("status").asText())
        .containsExactly("1 created", "2 error", "4 error", "5 created");
    String array = "[{\"id\":\"batch-1\",\"title\":\"One\",\"content\":\"First.\"}]";
    assertThat(client.post("/v1/documents/batch", array).is(200).lines())
        .extracting(result -> result.path("status").asText())
        .containsExactly("unchanged");
    client.post("/v1/documents/batch", "{}").is(400);
    client.send("POST", "/v1/documents/batch", "text/plain", "x").is(415);

    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = client.get("/v1/documents?limit=1" + cursor).is(200).json();
      page.path("documents").forEach(document -> ids.add(document.path("id").asText()));
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    assertThat(ids).containsSubsequence("batch-1", "batch-4").doesNotHaveDuplicates();
    client.delete("/v1/documents/batch-1").is(204);
    client.delete("/v1/documents/batch-4").is(204);
  }

  @Test
  void whatTheClientPrefersIsAnswered() {
    Map<String, String> preferred =
        Map.of(
            "application/json, text/event-stream;q=0.5", "application/json",
            "application/json;q=0.5, text/event-stream", "text/event-stream",
            "text/event-stream;q=0, */*", "application/json",
            "*/*", "application/json");
    preferred.forEach(
        (accept, type) -> {
          Answer answer =
              client.exchange(
                  client
                      .request("/v1/answers")
                      .header("Content-Type", "application/json")
                      .header("Accept", accept)
                      .POST(BodyPublishers.ofString("{\"question\":\"Who?\"}")));
          assertThat(answer.is(200).mediaType()).as(accept).isEqualTo(type);
          assertThat(answer.headers().allValues("Vary")).as(accept).contains("Accept");
        });
  }

  @Test
  void whatCannotBeADocumentIsRefusedInASentence() {
    refused(422, "/itemId", "{\"title\":\"a\",\"content\":\"b\",\"itemId\":\"ghost\"}");
    refused(422, "/content", "{\"title\":\"a\",\"content\":\" \"}");
    refused(422, "/content", "{\"title\":\"a\",\"content\":\"<p></p>\",\"format\":\"html\"}");
    refused(422, "/content", "{\"title\":\"a\"}");
    refused(422, "/content", "{\"title\":\"a\",\"content\":\"b\\u0000\"}");
    refused(422, "/content", "{\"title\":\"a\",\"content\":\"b\\ud800\"}");
    refused(422, "/title", "{\"title\":\"\",\"content\":\"b\"}");
    refused(422, "/format", "{\"title\":\"a\",\"content\":\"b\",\"format\":\"pdf\"}");
    refused(422, "/language", "{\"title\":\"a\",\"content\":\"b\",\"language\":\"e n\"}");
    refused(422, "/colour", "{\"title\":\"a\",\"content\":\"b\",\"colour\":\"red\"}");
    refused(422, "/id", "{\"id\":\"y\",\"title\":\"a\",\"content\":\"b\"}");
    String long_ = "x ".repeat(500_001);
    refused(413, "/content", "{\"title\":\"a\",\"content\":\"" + long_ + "\"}");
    client.put("/v1/documents/x", "[]").is(400);
    client.put("/v1/documents/x", "{").is(400);
    client.send("PUT", "/v1/documents/x", "text/html", "<p>x").is(415);
    client.get("/v1/documents/x").is(404);
  }

  private void refused(int status, String pointer, String body) {
    assertThat(client.put("/v1/documents/x", body).is(status).pointers()).containsExactly(pointer);
  }

  @Test
  void whatCannotBeAskedIsRefusedInASentence() {
    client.post("/v1/answers", "{}").is(400);
    client.post("/v1/answers", "{\"question\":\"a\",\"colour\":1}").is(400);
    client.post("/v1/answers", "{\"question\":\"a\",\"language\":\"fr\"}").is(400);
    client.post("/v1/answers", "{\"question\":\"a\",\"mode\":\"x\"}").is(400);
    client.post("/v1/answers", "{\"question\":\"a\",\"filter\":\"nonsense:1\"}").is(400);
    client.post("/v1/answers", "{\"question\":\"a\",\"count\":21}").is(422);
    client.post("/v1/answers", "{\"question\":\"a\",\"itemId\":\"ghost\"}").is(422);
    client.post("/v1/answers", "{\"question\":\"" + "a".repeat(2_001) + "\"}").is(422);
    String punctuation = "{\"question\":\"?!? 😀 \\ud800 ***\"}";
    assertThat(client.post("/v1/answers", punctuation).is(200).json().path("answered").asBoolean())
        .isFalse();
  }
}
