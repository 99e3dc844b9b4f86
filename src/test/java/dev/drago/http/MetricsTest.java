package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a server says of itself after known requests: metrics, the access log, the dashboard. */
final class MetricsTest {

  @RegisterExtension static final TestServer SERVER = new TestServer(new ScriptedChat());

  private static final Path DASHBOARD = Path.of("docs", "grafana.json");
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Pattern METRIC = Pattern.compile("drago_[a-z_]+");

  @TempDir Path folder;

  private HttpServer server;
  private Client client;
  private Path log;

  @BeforeEach
  void start() {
    log = folder.resolve("access.jsonl");
    HttpServer.Options options =
        new HttpServer.Options(
            "127.0.0.1",
            0,
            HttpServer.Limits.STANDARD,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.of(log),
            Set.of());
    server = HttpServer.start(options, SERVER.services());
    client = new Client(server.port());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Exposition metrics() {
    return Exposition.parse(client.get("/metrics").is(200).body());
  }

  private static Map<String, String> request(String method, String route, String status) {
    return Map.of("method", method, "route", route, "status", status);
  }

  @Test
  void countsAreThoseOfTheRequestsThatWereMade() {
    for (int i = 0; i < 3; i++) {
      client.post("/v1/recommendations", "{\"history\":[\"last-orbit\"]}").is(200);
    }
    client.get("/v1/users/secret-user/recommendations").is(200);
    client.get("/v1/items/nothing").is(404);
    client.get("/nowhere/secret-path").is(404);
    client.post("/v1/search", "{").is(400);

    String count = "drago_http_request_duration_seconds_count";
    await()
        .atMost(Duration.ofSeconds(20)) // a request is counted after its answer has been read
        .until(() -> metrics().value(count, request("POST", "/v1/search", "4xx")) == 1);
    Exposition metrics = metrics();
    assertThat(metrics.value(count, request("POST", "/v1/recommendations", "2xx"))).isEqualTo(3);
    assertThat(metrics.value(count, request("GET", "/v1/users/{id}/recommendations", "2xx")))
        .isEqualTo(1);
    assertThat(metrics.value(count, request("GET", "/v1/items/{id}", "4xx"))).isEqualTo(1);
    assertThat(metrics.value(count, request("other", "other", "4xx"))).isEqualTo(1);
    for (String stage : List.of("turn", "profile", "rules", "scores", "rank")) {
      assertThat(metrics.value("drago_stage_duration_seconds_count", Map.of("stage", stage)))
          .as(stage)
          .isEqualTo(4);
    }
    assertThat(metrics.value("drago_invented_items_total", Map.of())).isZero();
    assertThat(metrics.value("drago_catalogue_items", Map.of()))
        .isEqualTo(SERVER.services().catalog().snapshot().liveCount());
    assertThat(metrics.value("drago_model_queue_capacity_jobs", Map.of("model", "sequence")))
        .isEqualTo(64);
    assertThat(metrics.value("drago_process_resident_memory_bytes", Map.of())).isGreaterThan(1e7);
    assertThat(client.get("/metrics").body()).doesNotContain("secret");
  }

  @Test
  void theAccessLogHasALineForEachRequestAndNothingItWasAbout() throws IOException {
    client
        .exchange(
            client
                .request("/v1/users/secret-user/recommendations?text=secret-wish")
                .header("X-Request-Id", "first")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .GET())
        .is(200);
    client
        .exchange(client.request("/v1/items/secret-item").header("X-Request-Id", "second").GET())
        .is(404);
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.readAllLines(log).size() == 2);

    List<JsonNode> lines = Files.readAllLines(log).stream().map(Answer::parse).toList();
    JsonNode first = lines.getFirst();
    assertThat(first.path("requestId").asText()).isEqualTo("first");
    assertThat(first.path("traceId").asText()).isEqualTo(TRACE);
    assertThat(first.path("method").asText()).isEqualTo("GET");
    assertThat(first.path("route").asText()).isEqualTo("/v1/users/{id}/recommendations");
    assertThat(first.path("status").asInt()).isEqualTo(200);
    assertThat(first.path("bytes").asLong()).isGreaterThan(100);
    assertThat(first.path("ms").asDouble()).isPositive();
    assertThat(first.has("problem")).isFalse();
    assertThat(lines.get(1).path("problem").asText()).isEqualTo("Not Found");
    assertThat(Files.readString(log)).doesNotContain("secret");
  }

  @Test
  void theAccessLogIsNeverLargerThanItsLimitTwice() throws IOException {
    Path small = folder.resolve("small.jsonl");
    AccessLog.Line line =
        new AccessLog.Line(
            java.time.Instant.EPOCH,
            "id",
            Optional.empty(),
            "GET",
            "/livez",
            200,
            1,
            1,
            Optional.empty(),
            Optional.empty());
    try (AccessLog rotating = AccessLog.open(small, 1_000)) {
      for (int i = 0; i < 100; i++) {
        rotating.write(line);
      }
    }
    Path older = folder.resolve("small.jsonl.1");
    assertThat(Files.size(small)).isBetween(1L, 1_000L);
    assertThat(Files.size(older)).isBetween(900L, 1_000L);
    for (Path file : List.of(small, older)) {
      assertThat(Files.readAllLines(file)).allSatisfy(text -> Answer.parse(text));
    }
  }

  @Test
  void everyQueryOfTheDashboardIsOfMetricsThatThereAre() throws IOException {
    client.post("/v1/recommendations", "{}").is(200);
    client.get("/v1/items/nothing").is(404);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> metrics().names().contains("drago_http_request_duration_seconds_bucket"));
    Set<String> there = metrics().names();
    JsonNode dashboard = Answer.parse(Files.readString(DASHBOARD));
    List<String> queries = new ArrayList<>();
    dashboard.findValues("expr").forEach(query -> queries.add(query.asText()));
    assertThat(queries).hasSizeGreaterThan(10);
    for (String query : queries) {
      Matcher names = METRIC.matcher(query);
      Set<String> used =
          names.results().map(java.util.regex.MatchResult::group).collect(Collectors.toSet());
      assertThat(used).as(query).isNotEmpty();
      assertThat(there).as(query).containsAll(used);
    }
    dashboard
        .findValues("datasource")
        .forEach(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
  }
}
