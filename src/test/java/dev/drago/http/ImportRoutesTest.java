package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/imports}, from the request to what is found by the next one. */
class ImportRoutesTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private final Client client = SERVER.client();

  @AfterEach
  void noFileIsLeftBehind() {
    assertThat(files()).doesNotExist();
  }

  private static Path files() {
    return SERVER.folder().resolve(".uploads").resolve("files");
  }

  private JsonNode imported(Multipart form) {
    Answer started = client.exchange(form.to(client)).is(202);
    String place = started.headers().firstValue("Location").orElseThrow();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !List.of("reading", "indexing").contains(state(place)));
    return client.get(place).is(200).json();
  }

  private String state(String place) {
    return client.get(place).is(200).json().path("state").asText();
  }

  @Test
  void aFileWithTwoBadLinesGivesTheOthersAndSaysWhatIsWrongWithTheTwo() {
    String csv = "id,title,year\nship,The Ship,1990\nno title,,1991\nfog,Fog,1992\nshort\n";

    JsonNode import_ = imported(new Multipart().file("films.csv", csv));

    assertThat(import_.path("state").asText()).isEqualTo("done");
    assertThat(import_.path("source").asText()).isEqualTo("films.csv: a CSV file of items");
    assertThat(import_.at("/items/new").asInt()).isEqualTo(2);
    assertThat(import_.path("errors").asInt()).isEqualTo(2);
    assertThat(import_.at("/firstErrors/0/file").asText()).isEqualTo("films.csv");
    assertThat(import_.at("/firstErrors/0/line").asInt()).isEqualTo(3);
    assertThat(import_.at("/firstErrors/1/line").asInt()).isEqualTo(5);
    assertThat(import_.path("bytesRead")).isEqualTo(import_.path("bytesTotal"));
    assertThat(client.get("/v1/search?q=fog&mode=keyword").is(200).itemIds()).contains("fog");

    Answer errors =
        client.get("/v1/imports/" + import_.path("importId").asText() + "/errors").is(200);
    assertThat(errors.headers().firstValue("Content-Disposition").orElse(""))
        .contains("attachment");
    assertThat(errors.lines().stream().map(line -> line.path("line").asInt()))
        .containsExactly(3, 5);

    JsonNode again = imported(new Multipart().file("films.csv", csv.replace("The Ship", "Ships")));
    assertThat(again.path("items"))
        .isEqualTo(Answer.parse("{\"new\":0,\"changed\":1,\"unchanged\":1}"));
    assertThat(client.get("/v1/imports").is(200).json().at("/imports/0")).isEqualTo(again);
  }

  @Test
  void itemsAreReadBeforeInteractionsAndWhatIsUnknownIsLeftOut() {
    JsonNode import_ =
        imported(
            new Multipart()
                .file(
                    "a-log.jsonl",
                    """
                    {"user":"kim","item":"harp"}
                    {"user":"kim","item":"nothing"}
                    """)
                .file("b/items.jsonl", "{\"id\":\"harp\",\"title\":\"The Harp\"}\n")
                .file("notes.txt", "read me"));

    assertThat(import_.path("state").asText()).isEqualTo("done");
    assertThat(import_.at("/items/new").asInt()).isEqualTo(1);
    assertThat(import_.path("interactions"))
        .isEqualTo(Answer.parse("{\"new\":1,\"known\":0,\"ofUnknownItems\":1}"));
    assertThat(import_.toString()).contains("notes.txt").doesNotContain(SERVER.folder().toString());
    // What was imported is read like what was written.
    assertThat(client.get("/v1/users/kim/interactions").is(200).json().path("interactions"))
        .hasSize(1);
    client.get("/v1/users/kim/recommendations").is(200);

    client.delete("/v1/users/kim").is(204);
    String place = "/v1/imports/" + import_.path("importId").asText();
    assertThat(client.get(place).is(200).body()).doesNotContain("kim");
    assertThat(client.get(place + "/errors").is(200).body()).doesNotContain("kim");
  }

  @Test
  void aFolderOfMovieLensIsOneSource() {
    JsonNode import_ =
        imported(
            new Multipart()
                .file("ml/README", "about")
                .file(
                    "ml/movies.dat",
                    "901::Ice Road (1971)::Drama|War\n902::Tin Sky (1980)::Comedy\n")
                .file("ml/ratings.dat", "u1::901::5::978300760\nu1::902::3::978300761\n"));

    assertThat(import_.path("source").asText()).isEqualTo("ml: a MovieLens 1M folder");
    assertThat(import_.at("/items/new").asInt()).isEqualTo(2);
    assertThat(import_.at("/interactions/new").asInt()).isEqualTo(2);
    assertThat(import_.path("errors").asInt()).isZero();
    assertThat(client.get("/v1/users/u1/interactions").is(200).json().path("interactions"))
        .hasSize(2);
  }

  @Test
  void whatLiesBesideAFolderOfMovieLensIsReadOrNamed() {
    JsonNode import_ =
        imported(
            new Multipart()
                .file("ml/movies.dat", "911::Salt Road (1971)::Drama\n")
                .file("old/movies.dat", "912::Tin Sun (1980)::Comedy\n")
                .file("old/films.csv", "id,title\namong,Among\n")
                .file("more/films.csv", "id,title\nbeside,Beside\n")
                .file("notes.txt", "read me"));

    assertThat(import_.at("/items/new").asInt()).isEqualTo(3);
    assertThat(import_.path("source").asText())
        .isEqualTo(
            "ml: a MovieLens 1M folder without ratings;"
                + " old: a MovieLens 1M folder without ratings;"
                + " more/films.csv: a CSV file of items");
    assertThat(import_.path("errors").asInt()).isEqualTo(2);
    assertThat(import_.at("/firstErrors/0/file").asText()).isEqualTo("old/films.csv");
    assertThat(import_.at("/firstErrors/1/file").asText()).isEqualTo("notes.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.csv",
        "/evil.csv",
        "a/../../evil.csv",
        "a/./evil.csv",
        "a//evil.csv",
        "a\\\\..\\\\evil.csv",
        "..",
        "a/",
        "evil\u0001.csv",
        "a/b/c/d/e/f/g/h/evil.csv"
      })
  void noNameLeadsOutOfTheFolder(String name) throws IOException {
    List<Path> before = everything();
    Answer refused =
        client.exchange(new Multipart().file(name, "id,title\nevil,Evil\n").to(client)).is(400);
    assertThat(refused.detail()).contains("cannot be the name of a file");
    assertThat(everything()).isEqualTo(before);
  }

  /** Files of the store come and go by themselves. */
  private static List<Path> everything() throws IOException {
    try (Stream<Path> tree = Files.walk(SERVER.folder())) {
      return tree.filter(path -> !path.toString().contains("drago.db")).sorted().toList();
    }
  }

  @Test
  void oneThatIsNotRecognisedIsSaidAtOnce() {
    Answer unknown =
        client.exchange(new Multipart().file("notes.txt", "hello world\n").to(client)).is(422);
    assertThat(unknown.detail()).contains("notes.txt").doesNotContain(SERVER.folder().toString());
    client.exchange(new Multipart().to(client)).is(422);
    client.exchange(new Multipart().file("", "").to(client)).is(422);
    String twice = "id,title\na,A\n";
    assertThat(
            client
                .exchange(new Multipart().file("a.csv", twice).file("a.csv", twice).to(client))
                .is(400)
                .detail())
        .contains("'a.csv'");
  }

  @Test
  void whatIsNoFormIsNoImport() {
    assertThat(client.post("/v1/imports", "{}").is(415).detail()).contains("multipart/form-data");
    client.post("/v1/imports").is(415);
    for (String type : List.of("multipart/form-data", "multipart/form-data; boundary=")) {
      assertThat(client.send("POST", "/v1/imports", type, "a").status()).isEqualTo(400);
    }
    String type = "multipart/form-data; boundary=" + Multipart.BOUNDARY;
    String cut = new String(new Multipart().file("a.csv", "id,t").begun(), StandardCharsets.UTF_8);
    client.send("POST", "/v1/imports", type, cut).is(400);
    client.send("POST", "/v1/imports", type, "nothing of the kind").is(422);
    assertThat(
            client
                .exchange(new Multipart().part("name=\"answer\"", "42").to(client))
                .is(400)
                .detail())
        .contains("'answer'");
  }

  @Test
  void whileOneArrivesThereIsNoOtherAndWhenItsClientGoesItIsAsIfItHadNeverBeen()
      throws IOException {
    byte[] begun = new Multipart().file("films.csv", "id,title\nx,X\n").begun();
    String head =
        "POST /v1/imports HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n"
            + "Content-Type: multipart/form-data; boundary="
            + Multipart.BOUNDARY
            + "\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.port())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(begun);
      socket.getOutputStream().flush();
      await().until(() -> Files.exists(files().resolve("films.csv")));
      Multipart other = new Multipart().file("a.csv", "id,title\nother,Other\n");
      assertThat(client.exchange(other.to(client)).is(409).detail()).contains("another import");
    }
    await().until(() -> !Files.exists(files()));
    client.get("/v1/items/x").is(404);
    imported(new Multipart().file("a.csv", "id,title\nother,Other\n"));
    client.get("/v1/items/other").is(200);
  }

  @Test
  void moreThanTheLimitIsRefusedWithItsLengthSaidOrNot() {
    HttpServer.Limits limits =
        new HttpServer.Limits(
            1 << 16, 1 << 20, 8, Duration.ZERO, 20, Duration.ofSeconds(10), Duration.ofSeconds(10));
    try (HttpServer small =
        HttpServer.start(HttpServer.Options.local(0, limits), SERVER.services())) {
      Client there = new Client(small.port());
      String many = "id,title\n" + "row,Row\n".repeat((1 << 20) / 8);
      Multipart large = new Multipart().file("films.csv", many);
      assertThat(there.exchange(large.to(there)).is(413).detail()).contains("larger");
      there
          .exchange(
              large
                  .to(there)
                  .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.body()))))
          .is(413);
      assertThat(files()).doesNotExist();
      // More than any other body may have, and yet an import.
      String enough = "id,title\n" + "row-%d,Row\n".repeat(1 << 13);
      assertThat(enough.length()).isGreaterThan(1 << 16);
      String place =
          there
              .exchange(new Multipart().file("films.csv", enough).to(there))
              .is(202)
              .headers()
              .firstValue("Location")
              .orElseThrow();
      await().until(() -> state(place).equals("done"));
      there.send("POST", "/v1/search", "application/json", " ".repeat((1 << 16) + 1)).is(413);
    }
  }

  @Test
  void aPageOfAnotherOriginSendsNoForm() {
    Multipart form = new Multipart().file("a.csv", "id,title\nforged,Forged\n");
    assertThat(
            client
                .exchange(form.to(client).header("Origin", "https://evil.example"))
                .is(403)
                .detail())
        .contains("https://evil.example");
    for (String site : List.of("cross-site", "same-site")) {
      client
          .exchange(
              form.to(client)
                  .header("Origin", "http://127.0.0.1:" + SERVER.port())
                  .header("Sec-Fetch-Site", site))
          .is(403);
    }
    client.get("/v1/items/forged").is(404);
    String here = "http://127.0.0.1:" + SERVER.port();
    String place =
        client
            .exchange(form.to(client).header("Origin", here))
            .is(202)
            .headers()
            .firstValue("Location")
            .orElseThrow();
    await().until(() -> state(place).equals("done"));
  }

  @Test
  void whereThereIsNoRoomTheClientIsToldAndMayTryAgain() throws IOException {
    Path folder = SERVER.folder().resolve(".uploads");
    Path aside = SERVER.folder().resolve("aside");
    Files.createDirectories(folder);
    Files.move(folder, aside);
    Multipart form = new Multipart().file("a.csv", "id,title\nroom,Room\n");
    try {
      Files.writeString(folder, "a file in its place");
      assertThat(client.exchange(form.to(client)).is(503).detail()).contains("could not be kept");
    } finally {
      Files.delete(folder);
      Files.move(aside, folder);
    }
    assertThat(imported(form).path("state").asText()).isEqualTo("done");
  }

  @Test
  void whatIsNotThereIsNamed() {
    for (String path : List.of("/v1/imports/nothing", "/v1/imports/nothing/errors")) {
      assertThat(client.get(path).is(404).detail()).contains("'nothing'");
    }
    client.delete("/v1/imports/nothing").is(404);
    String place =
        "/v1/imports/"
            + imported(new Multipart().file("a.csv", "id,title\nq,Q\n")).path("importId").asText();
    client.delete(place).is(204);
    client.get(place).is(404);
    client.get("/v1/items/q").is(200);
  }
}
