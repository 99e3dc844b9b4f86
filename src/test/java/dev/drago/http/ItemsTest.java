package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue over HTTP. */
class ItemsTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private final Client client = server().client();

  /** What is tested; overridden for the same with another store. */
  TestServer server() {
    return SERVER;
  }

  private int size() {
    return client.get("/v1/status").is(200).json().at("/catalogue/items").asInt();
  }

  private List<String> ids(int limit, String more) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = client.get("/v1/items?limit=" + limit + cursor + more).is(200).json();
      assertThat(page.path("items").size()).isBetween(1, limit);
      page.path("items").forEach(item -> ids.add(item.path("id").asText()));
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    return ids;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 12, 500})
  void pagesCoverTheCatalogueExactlyOnce(int limit) {
    assertThat(ids(limit, "")).hasSize(size()).doesNotHaveDuplicates();
  }

  @Test
  void pagesCoverWhatMatchesAFilterExactlyOnce() {
    assertThat(ids(1, "&filter=genres:Comedy"))
        .containsExactlyInAnyOrder("clockwork-heist", "winter-kitchen", "borrowed-castle");
    assertThat(client.get("/v1/items?filter=studio:A").is(400).detail()).contains("studio");
  }

  @Test
  void whatIsPutIsReadBack() {
    String item =
        """
        {"title":"Ω – a film","text":"🎬 «quoted»","attributes":{"year":2020,"genres":["Drama"],
         "colour":true,"released":"2020-02-29","rating":7.25}}""";
    Answer created = client.put("/v1/items/omega", item).is(201);
    assertThat(created.json().path("id").asText()).isEqualTo("omega");
    assertThat(client.put("/v1/items/omega", item).is(200).body()).isEqualTo(created.body());
    assertThat(client.get("/v1/items/omega").is(200).body()).isEqualTo(created.body());
    client.delete("/v1/items/omega").is(204);
    client.delete("/v1/items/omega").is(404);
  }

  @Test
  void aPatchMergesAndNullRemoves() {
    client.put(
        "/v1/items/patched",
        """
        {"title":"Before","text":"Old.","attributes":{"year":1990,"genres":["Drama"]}}""");
    JsonNode now =
        client
            .patch(
                "/v1/items/patched",
                """
                {"title":"After","text":null,"attributes":{"year":null,"colour":false}}""")
            .is(200)
            .json();
    assertThat(now)
        .isEqualTo(
            Answer.parse(
                """
                {"id":"patched","title":"After",
                 "attributes":{"genres":["Drama"],"colour":false}}"""));
    assertThat(client.get("/v1/items/patched").is(200).json()).isEqualTo(now);
    assertThat(client.patch("/v1/items/patched", "{\"title\":null}").is(422).pointers())
        .containsExactly("/title");
    client.patch("/v1/items/patched", "{\"id\":\"other\"}").is(422);
    client.patch("/v1/items/no-such-item", "{}").is(404);
    assertThat(client.patch("/v1/items/patched", "{}").is(200).json()).isEqualTo(now);
    client.delete("/v1/items/patched").is(204);
  }

  @Test
  void badLinesOfABatchDoNotStopTheOthers() {
    List<JsonNode> results =
        client
            .postLines(
                "/v1/items/batch",
                """
                {"id":"batch-1","title":"One"}

                {"id":"batch-2","title":"Two"
                null
                {"title":"without an id"}
                {"id":"batch-3","title":"Three","attributes":{"year":"soon"}}
                {"id":"batch-4","title":"Four","stars":5}
                {"id":"batch-1","title":"One again"}
                {"id":"last-orbit","title":"\\ud800"}
                {"id":"batch-5","title":"Five"}""")
            .is(200)
            .lines();
    assertThat(results)
        .extracting(result -> result.path("line").asInt() + " " + result.path("status").asText())
        .containsExactly(
            "1 created",
            "3 error",
            "4 error",
            "5 error",
            "6 error",
            "7 error",
            "8 changed",
            "9 error",
            "10 created");
    assertThat(client.get("/v1/items/batch-1").is(200).json().path("title").asText())
        .isEqualTo("One again");
    client.get("/v1/items/batch-2").is(404);
    client.delete("/v1/items/batch-1").is(204);
    client.delete("/v1/items/batch-5").is(204);
    assertThat(client.postLines("/v1/items/batch", "").is(200).lines()).isEmpty();
  }

  @Test
  void aBatchMayBeAnArray() {
    String items =
        "[{\"id\":\"array-1\",\"title\":\"One\"},{},{\"id\":\"array-2\",\"title\":\"Two\"}]";
    assertThat(client.post("/v1/items/batch", items).is(200).lines())
        .extracting(result -> result.path("line").asInt() + " " + result.path("status").asText())
        .containsExactly("1 created", "2 error", "3 created");
    client.delete("/v1/items/array-1").is(204);
    client.delete("/v1/items/array-2").is(204);
    client.post("/v1/items/batch", "{}").is(400);
  }

  @Test
  void aDeletedItemDisappearsEverywhere() {
    String item =
        """
        {"title":"Vanishing Point Blank","text":"A magician who can really vanish."}""";
    client.put("/v1/items/vanishing", item).is(201);
    client.post("/v1/interactions", "{\"userId\":\"vera\",\"itemId\":\"vanishing\"}").is(201);
    int before = size();
    client.delete("/v1/items/vanishing").is(204);

    client.get("/v1/items/vanishing").is(404);
    client.get("/v1/items/vanishing/similar").is(404);
    assertThat(size()).isEqualTo(before - 1);
    assertThat(ids(500, "")).doesNotContain("vanishing");
    for (String mode : List.of("hybrid", "semantic", "keyword")) {
      assertThat(client.get("/v1/search?q=vanish&count=500&mode=" + mode).is(200).itemIds())
          .doesNotContain("vanishing");
    }
    assertThat(
            client
                .post("/v1/recommendations", "{\"text\":\"a magician\",\"count\":500}")
                .is(200)
                .itemIds())
        .doesNotContain("vanishing");
    assertThat(client.get("/v1/items/last-orbit/similar?count=500").is(200).itemIds())
        .doesNotContain("vanishing");
    assertThat(client.get("/v1/users/vera/recommendations").is(200).itemIds()).isNotEmpty();
    client.post("/v1/recommendations", "{\"history\":[\"vanishing\"]}").is(422);
    client.post("/v1/interactions", "{\"userId\":\"vera\",\"itemId\":\"vanishing\"}").is(422);
    client.put("/v1/items/vanishing", item).is(201);
    client.delete("/v1/items/vanishing").is(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/b", "../../etc/passwd", "a;b=c", "a%2Fb", "a+b", "?q=#x", "🎬", "é", "batch"})
  void anIdMayHoldWhateverAUrlCanEncode(String id) {
    String path = "/v1/items/" + Client.encode(id);
    assertThat(client.put(path, "{\"title\":\"T\"}").is(201).json().path("id").asText())
        .isEqualTo(id);
    assertThat(client.get(path).is(200).json().path("id").asText()).isEqualTo(id);
    assertThat(client.get(path + "/similar?count=1").is(200).itemIds()).hasSize(1);
    client.delete(path).is(204);
    client.get(path).is(404);
  }

  @Test
  void anIdThatIsNoneAndAnIdThatTheBodyContradictsAreRefused() {
    for (String id : List.of("%00", "a%20b", "%0A", "%ff", "%ED%A0%80", "x".repeat(201))) {
      client.put("/v1/items/" + id, "{\"title\":\"T\"}").is(400);
      client.get("/v1/items/" + id).is(400);
      client.delete("/v1/items/" + id).is(400);
    }
    client.put("/v1/items/" + "x".repeat(200), "{\"title\":\"T\"}").is(201);
    client.delete("/v1/items/" + "x".repeat(200)).is(204);
    assertThat(client.put("/v1/items/7", "{\"id\":7,\"title\":\"T\"}").is(422).pointers())
        .containsExactly("/id");
    assertThat(client.put("/v1/items/7", "{\"id\":\"8\",\"title\":\"T\"}").is(422).pointers())
        .containsExactly("/id");
  }
}
