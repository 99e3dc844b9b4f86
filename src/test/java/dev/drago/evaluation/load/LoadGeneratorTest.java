package dev.drago.evaluation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.evaluation.load.TinyServer.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadGeneratorTest {

  private static final Scenario PING =
      Scenario.of("ping", () -> Request.post("/ping", "{\"a\":1}"));

  @Test
  void every_answer_is_counted_and_clients_keep_their_connections() throws Exception {
    Set<Integer> ports = ConcurrentHashMap.newKeySet();
    try (TinyServer server =
        TinyServer.start(
            4,
            (number, exchange) -> {
              ports.add(exchange.getRemoteAddress().getPort());
              return new Reply(200, "{}");
            })) {
      BenchmarkResult result =
          server.generator().run(PING, Load.closed(3, Duration.ZERO, Duration.ofMillis(500)));

      assertThat(result.requests()).isEqualTo(server.requests()).isGreaterThan(10);
      assertThat(result.errors()).isEmpty();
      assertThat(result.perSecond()).isGreaterThan(20);
      assertThat(result.fairness().fewestRequests()).isPositive();
      assertThat(result.p50Millis()).isPositive().isLessThanOrEqualTo(result.p99Millis());
      assertThat(ports).hasSize(3);
    }
  }

  @Test
  void the_warm_up_is_asked_and_not_counted() throws Exception {
    try (TinyServer server = TinyServer.start(2, (number, exchange) -> new Reply(200, "{}"))) {
      BenchmarkResult result =
          server
              .generator()
              .run(PING, Load.open(2, 100, Duration.ofMillis(500), Duration.ofMillis(500)));

      assertThat(server.requests()).isEqualTo(100);
      assertThat(result.requests()).isEqualTo(50);
    }
  }

  @Test
  void errors_are_counted_by_status_and_left_out_of_the_latencies() throws Exception {
    try (TinyServer server =
        TinyServer.start(
            2,
            (number, exchange) -> {
              if (number % 4 == 0) {
                return new Reply(503, "");
              }
              if (number % 10 == 5) {
                return new Reply(404, "no");
              }
              Thread.sleep(20);
              return new Reply(200, "{}");
            })) {
      BenchmarkResult result =
          server.generator().run(PING, Load.open(4, 100, Duration.ZERO, Duration.ofSeconds(1)));

      assertThat(result.requests()).isEqualTo(100);
      assertThat(result.errors()).isEqualTo(Map.of("503", 25L, "404", 10L));
      assertThat(result.refusals().count()).as("404 is none").isEqualTo(25);
      assertThat(result.refusals().maxMillis()).isPositive();
      assertThat(result.failed()).isEqualTo(35);
      assertThat(result.p50Millis()).isGreaterThanOrEqualTo(20);
    }
  }

  @Test
  void a_stall_is_felt_by_all_who_were_due_meanwhile_in_an_open_load_only() throws Exception {
    BenchmarkResult open = stalled(Load.open(2, 200, Duration.ZERO, Duration.ofSeconds(2)));
    BenchmarkResult closed = stalled(Load.closed(2, Duration.ZERO, Duration.ofSeconds(2)));

    assertThat(open.maxMillis()).isGreaterThanOrEqualTo(600);
    assertThat(closed.maxMillis()).isGreaterThanOrEqualTo(600);
    // 120 of 400 were due within the stall of 600 ms, and 80 of them waited more than 200 ms.
    assertThat(open.requests()).isEqualTo(400);
    assertThat(open.p90Millis()).isGreaterThan(200);
    assertThat(closed.p90Millis()).isLessThan(200);
  }

  /** A server that is quick but for one stall, which nobody gets past. */
  private static BenchmarkResult stalled(Load load) throws Exception {
    try (TinyServer server =
        TinyServer.start(
            1,
            (number, exchange) -> {
              if (number == 50) {
                Thread.sleep(600);
              }
              return new Reply(200, "{}");
            })) {
      return server.generator().run(PING, load);
    }
  }

  @Test
  void what_an_overloaded_server_was_never_asked_counts_with_the_time_it_had_waited()
      throws Exception {
    try (TinyServer server =
        TinyServer.start(
            1,
            (number, exchange) -> {
              Thread.sleep(50);
              return new Reply(200, "{}");
            })) {
      BenchmarkResult result =
          server.generator().run(PING, Load.open(2, 200, Duration.ZERO, Duration.ofSeconds(1)));

      assertThat(result.requests()).isLessThan(100);
      assertThat(result.unsent() + result.requests()).isEqualTo(200);
      assertThat(result.p50Millis()).isGreaterThan(200);
      assertThat(result.perSecond()).isLessThan(30);
      assertThat(result.seconds()).isLessThan(4);
    }
  }

  @Test
  void a_starved_client_shows_in_the_fairness() throws Exception {
    Scenario scenario =
        new Scenario("mixed", client -> () -> Request.get(client == 2 ? "/slow" : "/quick"));
    try (TinyServer server =
        TinyServer.start(
            4,
            (number, exchange) -> {
              Thread.sleep(exchange.getRequestURI().getPath().equals("/slow") ? 100 : 5);
              return new Reply(200, "{}");
            })) {
      BenchmarkResult result =
          server.generator().run(scenario, Load.closed(3, Duration.ZERO, Duration.ofSeconds(1)));

      assertThat(result.fairness().highestP99Millis()).isGreaterThanOrEqualTo(100);
      assertThat(result.fairness().lowestP99Millis()).isLessThan(100);
      assertThat(result.fairness().fewestRequests())
          .isLessThan(result.fairness().mostRequests() / 2);
    }
  }

  @Test
  void degraded_answers_are_counted() throws Exception {
    try (TinyServer server =
        TinyServer.start(
            1,
            (number, exchange) ->
                new Reply(200, number % 2 == 0 ? "{\"degraded\":[\"sequence\"]}" : "{}"))) {
      BenchmarkResult result =
          server.generator().run(PING, Load.open(1, 100, Duration.ZERO, Duration.ofMillis(500)));

      assertThat(result.degraded()).isEqualTo(25);
    }
  }

  @Test
  void a_server_that_is_not_there_is_counted_and_not_hammered() {
    LoadGenerator generator = new LoadGenerator(URI.create("http://127.0.0.1:1"), Map.of());

    BenchmarkResult result =
        generator.run(PING, Load.closed(2, Duration.ZERO, Duration.ofMillis(300)));

    assertThat(result.errors()).containsOnlyKeys("connection");
    assertThat(result.failed()).isBetween(2L, 80L);
    assertThat(result.perSecond()).isZero();
  }

  @Test
  void an_interruption_returns_what_was_measured_even_when_the_server_hangs() throws Exception {
    Thread caller = Thread.currentThread();
    try (TinyServer server =
        TinyServer.start(
            2,
            (number, exchange) -> {
              if (number == 20) {
                caller.interrupt();
                Thread.sleep(20_000);
              }
              return new Reply(200, "{}");
            })) {
      BenchmarkResult result =
          server.generator().run(PING, Load.closed(1, Duration.ZERO, Duration.ofSeconds(15)));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(result.requests()).isEqualTo(19);
      assertThat(result.errors()).isEmpty();
    }
  }

  @Test
  void a_broken_scenario_is_no_measurement() throws Exception {
    Scenario broken =
        Scenario.of(
            "odd",
            () -> {
              throw new IllegalStateException("nothing to ask");
            });
    try (TinyServer server = TinyServer.start(1, (number, exchange) -> new Reply(200, ""))) {
      assertThatThrownBy(
              () ->
                  server
                      .generator()
                      .run(broken, Load.closed(2, Duration.ZERO, Duration.ofSeconds(30))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'odd'")
          .hasMessageContaining("nothing to ask");
    }
  }

  @Test
  void a_connection_the_server_ends_after_each_answer_is_opened_again() throws Exception {
    try (TinyServer server =
        TinyServer.start(
            1,
            (number, exchange) -> {
              exchange.getResponseHeaders().add("Connection", "close");
              return new Reply(200, "{}");
            })) {
      BenchmarkResult result =
          server.generator().run(PING, Load.open(1, 50, Duration.ZERO, Duration.ofMillis(500)));

      assertThat(result.errors()).isEmpty();
      assertThat(result.requests()).isEqualTo(25);
    }
  }

  @Test
  void only_plain_http_is_spoken() {
    LoadGenerator generator = new LoadGenerator(URI.create("https://localhost"), Map.of());

    assertThatThrownBy(
            () -> generator.run(PING, Load.closed(1, Duration.ZERO, Duration.ofSeconds(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://localhost");
  }
}
