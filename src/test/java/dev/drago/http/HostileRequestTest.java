package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes, headers, paths and parameters that no honest client sends. */
class HostileRequestTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private static final int FIFTY_MEGABYTES = 50 << 20;

  private final Client client = SERVER.client();

  @AfterEach
  void theNextGoodRequestIsServed() {
    client.post("/v1/recommendations", "{\"history\":[\"last-orbit\"]}").is(200);
  }

  private static String post(String headers) {
    return "POST /v1/recommendations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + headers
        + "\r\n";
  }

  private static void requireProblem(Answer answer, int status) {
    answer.is(status);
    assertThat(answer.mediaType()).isEqualTo("application/problem+json");
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    Contract.requireValid("a problem", "/components/schemas/Problem", answer.json());
  }

  @Test
  void aBodyOfFiftyMegabytesIsRefusedBeforeItIsRead() throws IOException {
    byte[] head =
        post("Content-Length: " + FIFTY_MEGABYTES + "\r\n").getBytes(StandardCharsets.UTF_8);
    requireProblem(RawConnection.only(RawConnection.exchange(SERVER.port(), head)), 413);
    byte[] body = new byte[FIFTY_MEGABYTES];
    Arrays.fill(body, (byte) ' ');
    requireProblem(RawConnection.only(RawConnection.exchange(SERVER.port(), head, body)), 413);
  }

  /** Its rest must not be taken for the next request either. */
  @Test
  void aBodyOfFiftyMegabytesInPiecesIsRefusedAndTheConnectionClosed() throws IOException {
    byte[] head = post("Transfer-Encoding: chunked\r\n").getBytes(StandardCharsets.UTF_8);
    byte[][] parts = new byte[52][];
    parts[0] = head;
    String piece = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".repeat(30_000);
    Arrays.fill(
        parts,
        1,
        51,
        "%x\r\n%s\r\n".formatted(piece.length(), piece).getBytes(StandardCharsets.UTF_8));
    parts[51] = "0\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    String whitespaceFirst = "%x\r\n%s\r\n".formatted(1 << 20, " ".repeat(1 << 20));
    for (int i = 1; i <= 20; i++) {
      parts[i] = whitespaceFirst.getBytes(StandardCharsets.UTF_8);
    }
    requireProblem(RawConnection.only(RawConnection.exchange(SERVER.port(), parts)), 413);
  }

  @Test
  void aBodyJustBelowTheLimitIsRead() {
    String padding = " ".repeat((int) TestServer.MAX_BODY - 2);
    client.post("/v1/recommendations", "{" + padding + "}").is(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data", "image/png"})
  void anotherMediaTypeIsRefused(String type) {
    client.send("POST", "/v1/recommendations", type, "{}").is(415);
    client.send("POST", "/v1/search", type, "{\"query\":\"a\"}").is(415);
    client.send("POST", "/v1/similar", type, "{\"positives\":[\"last-orbit\"]}").is(415);
    client.send("POST", "/v1/interactions", type, "[]").is(415);
    client.send("POST", "/v1/items/batch", type, "{}").is(415);
    client.send("PUT", "/v1/items/x", type, "{\"title\":\"T\"}").is(415);
    client.send("PATCH", "/v1/items/last-orbit", type, "{}").is(415);
    client.send("POST", "/v1/recommendations", "rubbish", "{}").is(400);
  }

  @Test
  void aCompressedBodyIsRefused() throws IOException {
    String garbage = "\u001f\u008b garbage";
    String request =
        post("Content-Encoding: gzip\r\nContent-Length: 11\r\nConnection: close\r\n") + garbage;
    requireProblem(RawConnection.only(RawConnection.exchange(SERVER.port(), request)), 400);
  }

  @Test
  void aGoodRequestIdIsEchoedAndAnyOtherReplaced() {
    for (String id : List.of("a", "trace-1.2_3:4", "x".repeat(128))) {
      assertThat(requestId(id)).isEqualTo(id);
    }
    for (String id : List.of("", " ", "a b", "<script>", "x".repeat(129), "a,b", "a;b", "a%0d")) {
      assertThat(requestId(id)).isNotEqualTo(id).matches("[0-9a-f-]{36}");
    }
  }

  private String requestId(String sent) {
    return client
        .exchange(client.request("/livez").header("X-Request-Id", sent).GET())
        .headers()
        .firstValue("X-Request-Id")
        .orElseThrow();
  }

  @Test
  void aProblemCarriesTheRequestIdToo() {
    Answer answer =
        client.exchange(client.request("/nowhere").header("X-Request-Id", "mine").GET());
    assertThat(answer.is(404).headers().firstValue("X-Request-Id")).contains("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rubbish\r\n\r\n",
        "GET /livez\r\n\r\n",
        "GET /livez HTTP/1.1\r\nno colon\r\n\r\n",
        "GET /livez HTTP/1.1\r\n\r\n",
        "GET /v1/items/% HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/items/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/items?filter=% HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n"
      })
  void whatIsNotHttpIsAProblemAndTheConnectionIsClosed(String request) throws IOException {
    requireProblem(RawConnection.only(RawConnection.exchange(SERVER.port(), request)), 400);
  }

  @Test
  void aLineOrAHeaderWithoutEndIsRefused() throws IOException {
    String line = "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    requireProblem(RawConnection.only(RawConnection.exchange(SERVER.port(), line)), 414);
    String header = "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(40_000) + "\r\n\r\n";
    requireProblem(RawConnection.only(RawConnection.exchange(SERVER.port(), header)), 400);
  }

  @Test
  void aConnectionThatIsToBeClosedIsClosed() throws IOException {
    for (String path : List.of("/livez", "/nowhere", "/v1/items?limit=0", "/v1/items/batch")) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      assertThat(RawConnection.exchange(SERVER.port(), request)).contains("HTTP/1.1");
    }
  }

  @Test
  void theAnswerToHeadHasNoBody() throws IOException {
    String request = "HEAD /v1/items HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assertThat(RawConnection.only(RawConnection.exchange(SERVER.port(), request)).is(404).body())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/items/..", "/v1/items/../../etc/passwd", "/..", "/v1/items/./x"})
  void dotsInAPathLeadNowhere(String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assertThat(RawConnection.only(RawConnection.exchange(SERVER.port(), request)).status())
        .isIn(200, 400, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/items?limit=0",
        "/v1/items?limit=501",
        "/v1/items?limit=1e2",
        "/v1/items?limit=99999999999",
        "/v1/items?limit=5&limit=6",
        "/v1/items?cursor=-5",
        "/v1/items?cursor=9223372036854775807",
        "/v1/items?cursor=abc",
        "/v1/items?unknown=1",
        "/v1/search",
        "/v1/search?q=",
        "/v1/search?q=a&mode=magic",
        "/v1/search?q=a&count=0",
        "/v1/search?q=a&q=b",
        "/v1/users/ana/recommendations?count=501",
        "/v1/users/ana/recommendations?timeoutMs=9",
        "/v1/users/ana/recommendations?diversity=NaN",
        "/v1/users/ana/recommendations?diversity=1f",
        "/v1/users/ana/recommendations?history=last-orbit",
        "/v1/users/ana/interactions?limit=1001",
        "/v1/users/%ff/interactions",
        "/v1/items/last-orbit/similar?count=-1"
      })
  void aParameterThatIsUnknownOrOutOfRangeIsRefused(String path) {
    client.get(path).is(400);
  }

  @Test
  void aBlankQueryAndAnImpossibleOptionAreUnprocessable() {
    client.get("/v1/search?q=%20").is(422);
    client.get("/v1/users/ana/recommendations?diversity=1.5").is(422);
    client.get("/v1/users/ana/recommendations?strategy=magic").is(422);
  }

  /** More than the model's queue holds: each is served or told when to come again, none hangs. */
  @Test
  void aFloodIsServedOrRefused() {
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 300; i++) {
        String query = "{\"query\":\"%d %s\"}".formatted(i, "a long wish ".repeat(20));
        answers.add(
            CompletableFuture.supplyAsync(
                () -> client.post("/v1/search", query).status(), threads));
      }
    }
    List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
    assertThat(statuses).contains(200).isSubsetOf(200, 503);
  }

  @Test
  void aRequestMayAskBeforeItSends() {
    client
        .exchange(
            client
                .request("/v1/recommendations")
                .expectContinue(true)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")))
        .is(200);
  }

  /** Found by schemathesis: the contract said nothing of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/items?filter=",
        "/v1/search?q=a&filter=",
        "/v1/items/last-orbit/similar?filter=",
        "/v1/users/u/recommendations?filter="
      })
  void aFilterTooLongForARequestLineIsInTheContract(String path) {
    SERVER.client().get(path + "0".repeat(6_000)).is(414);
  }
}
