package dev.drago.evaluation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.evaluation.load.TinyServer.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScenariosTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<ServedItem> ITEMS =
      IntStream.range(0, 200)
          .mapToObj(i -> new ServedItem("id \"" + i + "\"/é", "Title number%d (1995)".formatted(i)))
          .toList();

  private final Scenarios scenarios = new Scenarios(ITEMS, List.of("ann/b"), 3);

  @Test
  void there_is_one_for_each_route_that_matters() {
    assertThat(scenarios.all())
        .extracting(Scenario::name)
        .containsExactly(
            "recommend",
            "recommend-same",
            "recommend-grown",
            "recommend-user",
            "search-semantic",
            "search-hybrid",
            "search-keyword",
            "similar");
    assertThat(new Scenarios(ITEMS, List.of(), 3).all())
        .extracting(Scenario::name)
        .doesNotContain("recommend-user");
  }

  @Test
  void a_history_has_fifty_different_items_and_every_request_another() throws IOException {
    Supplier<Request> requests = client("recommend");
    List<String> first = history(requests.get());

    assertThat(first).hasSize(50).doesNotHaveDuplicates();
    assertThat(ITEMS).extracting(ServedItem::id).containsAll(first);
    assertThat(history(requests.get())).isNotEqualTo(first);
    assertThat(history(client("recommend").get())).isNotEqualTo(first);
  }

  @Test
  void the_same_history_stays_the_same_for_a_client_and_differs_between_clients() {
    Supplier<Request> requests = client("recommend-same");
    Request first = requests.get();

    assertThat(requests.get()).isEqualTo(first);
    assertThat(client("recommend-same").get()).isNotEqualTo(first);
  }

  @Test
  void a_grown_history_is_the_one_before_and_one_item_more_until_fifty() throws IOException {
    Supplier<Request> requests = client("recommend-grown");
    List<String> before = history(requests.get());
    assertThat(before).hasSize(10);
    for (int size = 11; size <= 50; size++) {
      List<String> grown = history(requests.get());
      assertThat(grown).hasSize(size).startsWith(before.toArray(String[]::new));
      before = grown;
    }

    assertThat(history(requests.get())).hasSize(10);
  }

  @Test
  void a_small_catalogue_makes_short_histories() throws IOException {
    Scenarios small = new Scenarios(ITEMS.subList(0, 4), List.of(), 3);
    for (String name : List.of("recommend", "recommend-grown")) {
      Supplier<Request> requests = client(small, name);
      assertThat(history(requests.get())).hasSize(4);
      assertThat(history(requests.get())).hasSize(4);
    }
  }

  @Test
  void searches_ask_for_words_of_titles_in_changing_combinations() throws IOException {
    Supplier<Request> requests = client("search-semantic");
    List<String> queries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Request request = requests.get();
      JsonNode body = JSON.readTree(request.body());
      assertThat(request.path()).isEqualTo("/v1/search");
      assertThat(body.path("mode").asText()).isEqualTo("semantic");
      assertThat(body.path("count").asInt()).isEqualTo(10);
      queries.add(body.path("query").asText());
    }

    assertThat(queries).allSatisfy(q -> assertThat(q.split(" ", -1)).hasSizeBetween(2, 4));
    assertThat(queries.stream().distinct()).hasSizeGreaterThan(5);
  }

  @Test
  void titles_without_words_are_searched_for_as_they_are() throws IOException {
    Scenarios numbers = new Scenarios(List.of(new ServedItem("a", "1984")), List.of(), 3);

    assertThat(JSON.readTree(client(numbers, "search-keyword").get().body()).path("query").asText())
        .contains("1984");
  }

  @Test
  void ids_are_escaped_in_paths() {
    assertThat(client("similar").get().path())
        .matches("/v1/items/id%20%22\\d+%22%2F%C3%A9/similar\\?count=10");
    assertThat(client("recommend-user").get().path())
        .isEqualTo("/v1/users/ann%2Fb/recommendations?count=10");
  }

  @Test
  void the_same_seed_asks_the_same() {
    Scenarios again = new Scenarios(ITEMS, List.of("ann/b"), 3);

    for (Scenario scenario : new Scenarios(ITEMS, List.of("ann/b"), 3).all()) {
      assertThat(client(again, scenario.name()).get()).isEqualTo(scenario.clients().apply(0).get());
    }
  }

  @Test
  void an_empty_catalogue_cannot_be_asked_for() {
    assertThatThrownBy(() -> new Scenarios(List.of(), List.of(), 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("import");
  }

  @Test
  void the_items_of_a_server_are_read_page_by_page() throws IOException {
    List<String> asked = new ArrayList<>();
    try (TinyServer server =
        TinyServer.start(
            1,
            (number, exchange) -> {
              asked.add(exchange.getRequestURI().toString());
              assertThat(exchange.getRequestHeaders().getFirst("X-API-Key")).isEqualTo("k");
              return new Reply(
                  200,
                  number == 1
                      ? "{\"items\":[{\"id\":\"a\",\"title\":\"A\"}],\"nextCursor\":\"7 8\"}"
                      : "{\"items\":[{\"id\":\"b\",\"title\":\"B\"}]}");
            })) {
      assertThat(ServedItem.readAll(server.uri(), Map.of("X-API-Key", "k"), 10))
          .containsExactly(new ServedItem("a", "A"), new ServedItem("b", "B"));
      assertThat(asked).containsExactly("/v1/items?limit=500", "/v1/items?limit=500&cursor=7%208");
    }
  }

  @Test
  void a_server_that_refuses_is_quoted() throws IOException {
    try (TinyServer server = TinyServer.start(1, (number, exchange) -> new Reply(401, ""))) {
      assertThatThrownBy(() -> ServedItem.readAll(server.uri(), Map.of(), 10))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("/v1/items")
          .hasMessageContaining("401");
    }
  }

  @Test
  void a_report_names_what_makes_a_figure_worth_less() throws IOException {
    BenchmarkResult result =
        new BenchmarkResult(
            "recommend",
            "500/s",
            16,
            900,
            Map.of("503", 12L),
            3,
            7,
            2,
            444,
            1.25,
            2,
            3,
            4,
            new BenchmarkResult.Refusals(12, 1.5, 2.5),
            new BenchmarkResult.Fairness(2, 5, 10, 20),
            0.03);
    BenchmarkReport report =
        new BenchmarkReport("http://localhost:8080", 200, 3, 2, List.of(result));

    assertThat(report.toTable())
        .contains("500/s", "444.0", "1.25", "503=12", "3 answers were degraded", "7 requests");
    JsonNode json = JSON.readTree(report.toJson());
    assertThat(json.at("/results/0/errors/503").asInt()).isEqualTo(12);
    assertThat(json.at("/results/0/fairness/highestP99Millis").asDouble()).isEqualTo(5);
  }

  private Supplier<Request> client(String name) {
    return client(scenarios, name);
  }

  private static Supplier<Request> client(Scenarios scenarios, String name) {
    return scenarios.all().stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow()
        .clients()
        .apply(0);
  }

  private static List<String> history(Request request) throws IOException {
    List<String> ids = new ArrayList<>();
    JSON.readTree(request.body()).path("history").forEach(id -> ids.add(id.asText()));
    return ids;
  }
}
