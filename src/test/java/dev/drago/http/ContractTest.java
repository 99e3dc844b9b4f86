package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.evaluation.report.ReportJson;
import dev.drago.evaluation.report.SampleReport;
import dev.drago.recommend.RecommendationRequest;
import dev.drago.scoring.GenerativeScorer;
import dev.drago.scoring.PopularityScorer;
import dev.drago.scoring.SemanticScorer;
import dev.drago.scoring.SequenceScorer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The document, the routes in the code and what they answer are one. */
class ContractTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  @Test
  void theDocumentListsTheRoutesThatAreRegisteredAndNoOther() {
    RouteRecorder recorder = new RouteRecorder();
    Routing.register(
        recorder.as(HttpRouting.Builder.class),
        SERVER.services(),
        RouteTable.load(),
        new HttpMetrics(),
        () -> false);
    assertThat(recorder.routes()).isEqualTo(Contract.operations());
  }

  @Test
  void everyRouteAnswersAsTheDocumentSays() throws IOException {
    Client client = SERVER.client();
    client.post("/v1/recommendations", "{\"history\":[\"last-orbit\"]}").is(200);
    client
        .postLines("/v1/recommendations/batch", "{\"userId\":\"ana\"}\n{}\n{\"count\":0}")
        .is(200);
    client.get("/v1/users/ana/recommendations?count=3&include=year,genres").is(200);
    client.get("/v1/users/ana/recommendations?count=3&explain=evidence&language=es").is(200);
    client
        .post(
            "/v1/recommendations",
            "{\"history\":[\"last-orbit\"],\"text\":\"space\",\"explain\":\"text\"}")
        .is(200);
    client
        .post("/v1/explanations", "{\"itemId\":\"paper-tigers\",\"like\":[\"last-orbit\"]}")
        .is(200);
    client.get("/v1/search?q=pirates&mode=keyword").is(200);
    client.post("/v1/search", "{\"query\":\"space\",\"include\":[\"text\"]}").is(200);
    client.post("/v1/similar", "{\"positives\":[\"last-orbit\"]}").is(200);
    client.get("/v1/items/last-orbit/similar").is(200);
    client.get("/v1/facets?attributes=genres,year&filter=year:%5B1950+TO+2000%5D").is(200);
    client.get("/v1/hues?ids=last-orbit,nothing").is(200);
    client.get("/v1/items?limit=5").is(200);
    client.postLines("/v1/items/batch", "{\"id\":\"b\",\"title\":\"B\"}\n{}\n").is(200);
    client.put("/v1/items/c", "{\"title\":\"C\",\"attributes\":{\"year\":2000}}").is(201);
    client.patch("/v1/items/c", "{\"text\":\"A letter.\"}").is(200);
    client.get("/v1/items/c").is(200);
    client.delete("/v1/items/c").is(204);
    client.post("/v1/interactions", "{\"userId\":\"ana\",\"itemId\":\"last-orbit\"}").is(201);
    client.get("/v1/users/ana/interactions?order=newest").is(200);
    client.put("/v1/users/bea", "{\"language\":\"es\",\"like\":[\"last-orbit\"]}").is(201);
    client.get("/v1/users/bea").is(200);
    client.get("/v1/users?limit=1").is(200);
    client.delete("/v1/users/bea").is(204);
    client
        .postLines("/v1/documents/batch", "{\"id\":\"e\",\"title\":\"E\",\"content\":\"e\"}\n{}")
        .is(200);
    client.get("/v1/documents?limit=1").is(200);
    client.delete("/v1/documents/e").is(204);
    String session =
        client
            .post("/v1/sessions", "{\"text\":\"+Drama\"}")
            .is(201)
            .json()
            .path("sessionId")
            .asText();
    client.post("/v1/sessions/" + session + "/turns", "{\"act\":\"more\"}").is(200);
    client.get("/v1/sessions/" + session).is(200);
    client.delete("/v1/sessions/" + session).is(204);
    String document =
        """
        {"title":"On Last Orbit","content":"*Ada Norn* wrote **Last Orbit** in a week.",
         "format":"markdown","itemId":"last-orbit"}""";
    client.put("/v1/documents/d", document).is(201);
    client.get("/v1/documents/d").is(200);
    client.post("/v1/answers", "{\"question\":\"Who wrote Last Orbit?\"}").is(200);
    client.delete("/v1/documents/d").is(204);
    Files.createDirectories(SERVER.services().evaluation().json().getParent());
    Files.writeString(SERVER.services().evaluation().json(), ReportJson.of(SampleReport.of(40)));
    client.get("/v1/evaluations/latest").is(200);
    client.get("/v1/models").is(200);
    client.get("/v1/models/drago").is(200);
    client.post("/v1/embeddings", "{\"model\":\"e5-small-v2\",\"input\":\"a\"}").is(200);
    client.post("/v1/rerank", "{\"query\":\"a\",\"documents\":[\"a\",\"b\"]}").is(200);
    client
        .post(
            "/v1/chat/completions",
            "{\"model\":\"drago\",\"messages\":[{\"role\":\"user\",\"content\":\"pirates\"}]}")
        .is(200);
    client.get("/v1/feedback").is(200);
    String imported =
        client
            .exchange(new Multipart().file("a.csv", "id,title\nz,Z\n").to(client))
            .is(202)
            .json()
            .path("importId")
            .asText();
    await()
        .until(
            () -> client.get("/v1/imports/" + imported).json().path("state").asText(),
            "done"::equals);
    client.get("/v1/imports").is(200);
    client.get("/v1/imports/" + imported + "/errors").is(200);
    client.delete("/v1/imports/" + imported).is(204);
    client.post("/v1/reindex").is(202);
    client.get("/v1/reindex").is(200);
    client.get("/v1/status").is(200);
    client.get("/livez").is(200);
    client.get("/readyz").is(200);
    client.get("/metrics").is(200);
    client.get("/openapi.json").is(200);
    client.get("/").is(200);
    client.get("/page/index.html").is(200);
    assertThat(Contract.answered()).isEqualTo(Contract.operations());
  }

  @Test
  void aServerThatStartsBehindItsStoreIsNotReadyAndAnswersNevertheless() {
    SERVER.client().get("/readyz").is(200);
    Item late = new Item("late", "The Late Arrival", "", Map.of());
    SERVER.services().catalog().store(List.of(late), CatalogSchema.empty());
    try (HttpServer started =
        HttpServer.start(
            HttpServer.Options.local(0, HttpServer.Limits.STANDARD), SERVER.services())) {
      Client client = new Client(started.port());
      assertThat(client.get("/readyz").is(503).json().path("status").asText()).isEqualTo("loading");
      assertThat(client.get("/v1/search?q=space").is(200).itemIds()).isNotEmpty();
      // One that had all it started with goes on answering from that, and says what is to come.
      assertThat(SERVER.client().get("/readyz").is(200).json().path("loading")).hasSize(1);
      SERVER.services().catalog().catchUp(done -> {});
      client.get("/readyz").is(200);
      client.delete("/v1/items/late").is(204);
    }
    assertThat(SERVER.client().get("/readyz").is(200).json().path("loading")).isEmpty();
  }

  @Test
  void theStrategiesOfTheDocumentAreThoseThereCanBe() {
    List<String> named = new ArrayList<>();
    Contract.DOCUMENT
        .at("/components/schemas/Strategy/enum")
        .forEach(name -> named.add(name.asText()));
    assertThat(named)
        .containsAll(SERVER.services().recommender().strategies())
        .contains(
            RecommendationRequest.RERANK,
            GenerativeScorer.NAME,
            PopularityScorer.NAME,
            SemanticScorer.NAME,
            SequenceScorer.NAME);
  }

  @Test
  void theServedDocumentIsTheOneInTheSources() {
    JsonNode served = SERVER.client().get("/openapi.json").is(200).json();
    assertThat(served.path("openapi").asText()).isEqualTo("3.1.0");
    assertThat(served.path("paths").size()).isEqualTo(Contract.DOCUMENT.path("paths").size());
  }

  @Test
  void everyExampleIsValid() {
    List<String> checked = new ArrayList<>();
    examples("", Contract.DOCUMENT, checked);
    assertThat(checked).hasSizeGreaterThan(15);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    Contract.DOCUMENT
        .findValues("$ref")
        .forEach(
            reference ->
                assertThat(Contract.DOCUMENT.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse());
  }

  @Test
  void everyOperationHasAnIdOfItsOwn() {
    List<String> ids =
        Contract.DOCUMENT.path("paths").findValues("operationId").stream()
            .map(JsonNode::asText)
            .toList();
    assertThat(ids).doesNotHaveDuplicates().hasSameSizeAs(Contract.operations());
  }

  /** Media types and parameters have a schema and, beside it, examples of it. */
  private static void examples(String at, JsonNode node, List<String> checked) {
    if (node.has("schema")) {
      List<JsonNode> values = new ArrayList<>();
      if (node.has("example")) {
        values.add(node.get("example"));
      }
      node.path("examples").forEach(example -> values.add(example.path("value")));
      for (JsonNode value : values) {
        Contract.requireValid("example at " + at, at + "/schema", value);
        checked.add(at);
      }
    }
    node.properties()
        .forEach(
            child ->
                examples(
                    at + "/" + child.getKey().replace("~", "~0").replace("/", "~1"),
                    child.getValue(),
                    checked));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      examples(at + "/" + i, node.get(i), checked);
    }
  }

  /** A document may list what the tests do not know; the other way round would be silence. */
  @Test
  void anUnlistedRouteAndAnUnlistedMethodAreProblems() {
    Client client = SERVER.client();
    for (String path : Set.of("/v1", "/v2/items", "/v1/item", "/v1/items/a/b/c", "/favicon.ico")) {
      assertThat(client.get(path).is(404).detail()).contains(path);
    }
    client.delete("/v1/items").is(404);
    client.put("/v1/search", "{}").is(404);
    client.post("/livez", "{}").is(404);
  }
}
