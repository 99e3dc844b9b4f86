package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.access.ApiKey;
import dev.drago.access.ApiKeys;
import dev.drago.access.FreshKey;
import dev.drago.access.Rate;
import dev.drago.access.Role;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is let in where. */
final class AccessTest {

  @RegisterExtension static final TestServer OPEN = new TestServer();

  private static final Map<Role, FreshKey> KEYS = new EnumMap<>(Role.class);
  private static final FreshKey SLOW =
      FreshKey.make("slow", Role.READ, Optional.of(Rate.of("3/h")));
  private static final AtomicReference<ApiKeys> TAKEN = new AtomicReference<>();
  private static final List<String> LOGGED = new CopyOnWriteArrayList<>();
  private static final Logger ROOT = Logger.getLogger("");
  private static final Handler LISTENER =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          LOGGED.add(entry.getMessage() + " " + entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private static HttpServer guarded;

  @BeforeAll
  static void start() {
    List<ApiKey> known = new ArrayList<>(List.of(SLOW.known()));
    for (Role role : Role.values()) {
      FreshKey key = FreshKey.make(role.text(), role, Optional.empty());
      KEYS.put(role, key);
      known.add(key.known());
    }
    TAKEN.set(new ApiKeys(known));
    guarded = HttpServer.start(options(Set.of("https://shop.example")), OPEN.services());
    ROOT.addHandler(LISTENER);
    ROOT.setLevel(Level.FINE);
  }

  private static HttpServer.Options options(Set<String> origins) {
    return new HttpServer.Options(
        "127.0.0.1",
        0,
        HttpServer.Limits.STANDARD,
        Optional.of(TAKEN::get),
        false,
        Optional.empty(),
        Optional.empty(),
        origins);
  }

  @AfterAll
  static void stop() {
    ROOT.setLevel(Level.INFO);
    ROOT.removeHandler(LISTENER);
    guarded.close();
  }

  private static String secret(Role role) {
    return Optional.ofNullable(KEYS.get(role)).orElseThrow().secret();
  }

  private static Answer ask(Route route, String... headers) {
    Client client = new Client(guarded.port());
    String path = route.template().replace("{id}", "nobody").replace("{file}", "icon.svg");
    var request =
        client
            .request(path)
            .header("Content-Type", "application/json")
            .method(
                route.method(),
                route.method().equals("GET") || route.method().equals("DELETE")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString("{\"broken\":"));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.exchange(request);
  }

  @Test
  void everyRouteLetsInTheRolesThatItsContractNamesAndNoOther() {
    List<Route> routes = RouteTable.load().routes();
    assertThat(routes).hasSameSizeAs(Contract.operations());
    for (Route route : routes) {
      int stranger = ask(route).status();
      assertThat(stranger == 401).as("a stranger at %s", route).isEqualTo(route.role().isPresent());
      assertThat(stranger).isNotEqualTo(403);
      for (Role role : Role.values()) {
        int status = ask(route, "Authorization", "Bearer " + secret(role)).status();
        boolean mayAsk = route.role().map(role::includes).orElse(true);
        assertThat(status).as("%s at %s", role, route).isNotEqualTo(401);
        assertThat(status == 403).as("%s at %s", role, route).isEqualTo(!mayAsk);
      }
    }
  }

  @Test
  void everyOperationOfTheContractSaysWhatItNeeds() {
    Contract.DOCUMENT
        .path("paths")
        .forEach(
            path ->
                path.properties().stream()
                    .filter(operation -> !operation.getKey().equals("parameters"))
                    .forEach(
                        operation ->
                            assertThat(operation.getValue().has("security"))
                                .as(operation.getValue().path("operationId").asText())
                                .isTrue()));
  }

  @Test
  void aKeyIsTakenInEitherHeaderAndAnyOtherRefused() {
    Route status = new Route("GET", "/v1/status", false, Optional.of(Role.READ));
    String key = secret(Role.READ);
    ask(status, "X-API-Key", key).is(200);
    ask(status, "Authorization", "bearer " + key).is(200);
    ask(status, "Authorization", "Bearer " + key, "X-API-Key", key).is(200);
    ask(status, "Authorization", "Bearer " + key, "X-API-Key", secret(Role.WRITE)).is(401);
    for (String wrong : List.of("Bearer", "Basic " + key, key, "Bearer " + key + "x", "Bearer x")) {
      Answer answer = ask(status, "Authorization", wrong).is(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .contains("Bearer realm=\"drago\"");
    }
    Answer openAi = ask(new Route("GET", "/v1/models", false, Optional.of(Role.READ))).is(401);
    assertThat(openAi.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
  }

  @Test
  void noSpellingOfAPathGetsRoundItsRole() throws IOException {
    String key = "X-API-Key: " + secret(Role.READ);
    for (String path :
        List.of(
            "/v1/it%65ms/x",
            "/v1//items/x",
            "/v1/items;a=b/x",
            "//v1/items/x",
            "/v1/./items/x",
            "/v1/search/../items/x",
            "/%76%31/items/x",
            "/v1/items/x/",
            "/V1/items/x")) {
      String request =
          "PUT %s HTTP/1.1\r\nHost: x\r\n%s\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{\"title\":\"T\"}"
              .formatted(path, key);
      assertThat(RawConnection.only(RawConnection.exchange(guarded.port(), request)).status())
          .as(path)
          .isIn(400, 403, 404);
    }
  }

  @Test
  void aKeyThatWasTakenAwayIsRefusedAtTheNextRequest() {
    Route status = new Route("GET", "/v1/status", false, Optional.of(Role.READ));
    FreshKey late = FreshKey.make("late", Role.READ, Optional.empty());
    ApiKeys before = TAKEN.get();
    ask(status, "X-API-Key", late.secret()).is(401);
    List<ApiKey> more = new ArrayList<>(before.keys());
    more.add(late.known());
    TAKEN.set(new ApiKeys(more));
    ask(status, "X-API-Key", late.secret()).is(200);
    TAKEN.set(before);
    ask(status, "X-API-Key", late.secret()).is(401);
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeAgainAndNobodyElseIs() {
    Route search = new Route("GET", "/v1/status", false, Optional.of(Role.READ));
    for (int i = 0; i < 3; i++) {
      ask(search, "X-API-Key", SLOW.secret()).is(200);
    }
    Answer refused = ask(search, "X-API-Key", SLOW.secret()).is(429);
    assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 1200);
    assertThat(refused.detail()).contains("'slow'");
    ask(search, "X-API-Key", secret(Role.READ)).is(200);
  }

  @Test
  void noKeyIsLoggedOrAnswered() {
    List<String> answered = new ArrayList<>();
    List<String> secrets = KEYS.values().stream().map(FreshKey::secret).toList();
    for (Route route : RouteTable.load().routes()) {
      for (String secret : secrets) {
        Answer answer = ask(route, "Authorization", "Bearer " + secret);
        answered.add(answer.body() + answer.headers().map());
      }
    }
    for (String secret : secrets) {
      assertThat(String.join("\n", answered)).doesNotContain(secret);
      assertThat(String.join("\n", LOGGED)).doesNotContain(secret);
    }
  }

  /** What a browser sends for any page without asking: no type, or one of a form. */
  private static int sent(int port, String... headers) {
    Client client = new Client(port);
    var request = client.request("/v1/reindex").POST(BodyPublishers.ofString("{}"));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.exchange(request).status();
  }

  @Test
  void noPageOfAnotherOriginWritesWhateverItSends() {
    String evil = "https://evil.example";
    String own = "http://127.0.0.1:" + OPEN.port();
    for (Route route : RouteTable.load().routes()) {
      Client client = OPEN.client();
      String path = route.template().replace("{id}", "nobody").replace("{file}", "icon.svg");
      Answer answer =
          client.exchange(
              client
                  .request(path)
                  .header("Origin", evil)
                  .method(route.method(), BodyPublishers.noBody()));
      assertThat(answer.status() == 403).as("%s", route).isEqualTo(!route.method().equals("GET"));
    }
    assertThat(sent(OPEN.port(), "Origin", evil)).isEqualTo(403);
    assertThat(sent(OPEN.port(), "Origin", "null")).isEqualTo(403);
    for (String site : List.of("cross-site", "same-site")) {
      assertThat(sent(OPEN.port(), "Sec-Fetch-Site", site)).isEqualTo(403);
      assertThat(sent(OPEN.port(), "Sec-Fetch-Site", site, "Origin", own)).isEqualTo(403);
    }
    assertThat(sent(OPEN.port(), "Origin", own)).isIn(202, 409);
    assertThat(sent(OPEN.port(), "Sec-Fetch-Site", "same-origin", "Origin", own)).isIn(202, 409);
    assertThat(sent(OPEN.port())).isIn(202, 409);
    String key = secret(Role.ADMIN);
    assertThat(
            sent(
                guarded.port(),
                "Sec-Fetch-Site",
                "cross-site",
                "Origin",
                "https://shop.example",
                "X-API-Key",
                key))
        .isIn(202, 409);
    assertThat(sent(guarded.port(), "Origin", evil, "X-API-Key", key)).isEqualTo(403);
  }

  @Test
  void aBrowserMayAskForPagesOfTheNamedOriginsAlone() throws IOException {
    String preflight =
        "OPTIONS /v1/search HTTP/1.1\r\nHost: x\r\nOrigin: %s\r\nAccess-Control-Request-Method: POST\r\nConnection: close\r\n\r\n";
    String allowed =
        RawConnection.exchange(guarded.port(), preflight.formatted("https://shop.example"));
    assertThat(allowed)
        .startsWith("HTTP/1.1 204")
        .contains("Access-Control-Allow-Origin: https://shop.example");
    Answer answer =
        ask(
            new Route("GET", "/v1/evaluations/latest", false, Optional.of(Role.ADMIN)),
            "Origin",
            "https://shop.example",
            "X-API-Key",
            secret(Role.ADMIN));
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://shop.example");
    assertThat(answer.headers().allValues("Vary")).contains("Origin");
    assertThat(RawConnection.exchange(guarded.port(), preflight.formatted("https://evil.example")))
        .startsWith("HTTP/1.1 404")
        .doesNotContain("Access-Control-Allow");
    assertThat(RawConnection.exchange(OPEN.port(), preflight.formatted("https://shop.example")))
        .doesNotContain("Access-Control-Allow");
  }
}
