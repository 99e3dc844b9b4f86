package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users want of everything, and the end of them. */
class UsersTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private final Client client = server().client();

  /** What is tested; overridden for the same with another store. */
  TestServer server() {
    return SERVER;
  }

  private List<String> recommended(String user, String more) {
    String body = "{\"userId\":\"%s\",\"count\":500%s}".formatted(user, more);
    return client.post("/v1/recommendations", body).is(200).itemIds();
  }

  @Test
  void whatIsPutIsReadBackWithWhatIsKnown() {
    String wanted =
        """
        {"language":"es","filter":"genres:Drama","like":["last-orbit"],"dislike":["paper-tigers"]}""";
    client.get("/v1/users/uma").is(404);
    client.put("/v1/users/uma", wanted).is(201);
    client
        .post(
            "/v1/interactions",
            "{\"userId\":\"uma\",\"itemId\":\"last-orbit\",\"at\":\"2026-01-01T00:00:00Z\"}")
        .is(201);
    assertThat(client.get("/v1/users/uma").is(200).json())
        .isEqualTo(
            Answer.parse(
                """
                {"userId":"uma","language":"es","filter":"genres:Drama","like":["last-orbit"],
                 "dislike":["paper-tigers"],"interactions":1,"lastSeen":"2026-01-01T00:00:00Z"}"""));
    assertThat(client.put("/v1/users/uma", "{}").is(200).json().has("filter")).isFalse();
    client.post("/v1/interactions", "{\"userId\":\"una\",\"itemId\":\"last-orbit\"}").is(201);
    assertThat(client.get("/v1/users/una").is(200).json().path("interactions").asInt()).isOne();
  }

  @Test
  void whatAUserAlwaysWantsActsAndARequestComesOnTop() {
    assertThat(recommended("wim", "")).hasSizeGreaterThan(10);
    client
        .put("/v1/users/wim", "{\"filter\":\"genres:Drama\",\"dislike\":[\"desert-choir\"]}")
        .is(201);
    List<String> dramas = List.of("glass-harbour", "last-orbit", "midnight-trial");
    assertThat(recommended("wim", "")).containsExactlyInAnyOrderElementsOf(dramas);
    assertThat(client.get("/v1/users/wim/recommendations").is(200).itemIds())
        .containsExactlyInAnyOrderElementsOf(dramas);
    assertThat(recommended("wim", ",\"filter\":\"year:[2000 TO *]\""))
        .containsExactly("last-orbit");
    assertThat(recommended("wim", ",\"excludeSeen\":false,\"like\":[\"desert-choir\"]"))
        .as("the request likes it")
        .contains("desert-choir");
    client
        .post("/v1/sessions", "{\"userId\":\"wim\",\"text\":\"+Crime\"}")
        .is(201)
        .json()
        .at("/reply/items")
        .forEach(item -> assertThat(dramas).contains(item.path("itemId").asText()));
    client.put("/v1/users/wim", "{}").is(200);
    assertThat(recommended("wim", "")).contains("desert-choir", "paper-tigers");
  }

  @Test
  void likesAndTheLanguageAreDefaults() {
    String ask = ",\"strategy\":\"semantic\"";
    List<String> before = recommended("lia", ask);
    client.put("/v1/users/lia", "{\"language\":\"es\",\"like\":[\"salt-and-thunder\"]}").is(201);
    assertThat(recommended("lia", ask)).isNotEqualTo(before).doesNotContain("salt-and-thunder");
    assertThat(recommended("lia", ask))
        .isEqualTo(
            client
                .post(
                    "/v1/recommendations",
                    "{\"like\":[\"salt-and-thunder\"],\"count\":500,\"strategy\":\"semantic\"}")
                .is(200)
                .itemIds());
    JsonNode session = client.post("/v1/sessions", "{\"userId\":\"lia\"}").is(201).json();
    assertThat(session.path("language").asText()).isEqualTo("es");
    String explain =
        client
            .post("/v1/explanations", "{\"userId\":\"lia\",\"itemId\":\"last-orbit\"}")
            .is(200)
            .body();
    String english =
        client
            .post(
                "/v1/explanations",
                "{\"userId\":\"lia\",\"itemId\":\"last-orbit\",\"language\":\"en\"}")
            .is(200)
            .body();
    assertThat(Answer.parse(explain).at("/reason/text"))
        .isNotEqualTo(Answer.parse(english).at("/reason/text"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"like\":[\"last-orbit\",\"ghost\"]} | 422 | ghost",
        "{\"dislike\":[\"ghost\"]} | 422 | ghost",
        "{\"like\":[\"last-orbit\"],\"dislike\":[\"last-orbit\"]} | 422 | last-orbit",
        "{\"filter\":\"studio:A\"} | 400 | studio",
        "{\"filter\":\"year:[\"} | 400 | year",
        "{\"language\":\"fr\"} | 422 | fr",
        "{\"colour\":1} | 400 | ''",
        "[] | 400 | ''"
      })
  void whatCannotBeWantedIsRefusedAndNamed(String body, int status, String named) {
    Answer answer = client.put("/v1/users/zoe", body).is(status);
    assertThat(answer.body()).contains(named);
    client.get("/v1/users/zoe").is(404);
  }

  @Test
  void pagesCoverTheUsersOnce() {
    for (String user : List.of("page-1", "page-2", "page-3")) {
      client.put("/v1/users/" + user, "{}").is(201);
    }
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = client.get("/v1/users?limit=2" + cursor).is(200).json();
      page.path("users").forEach(user -> ids.add(user.path("userId").asText()));
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    assertThat(ids).containsSubsequence("page-1", "page-2", "page-3").doesNotHaveDuplicates();
  }

  @Test
  void anErasedUserLeavesNoTrace() throws IOException {
    String user = "erasmus-of-the-traces";
    String words = "unforgettable-wish";
    long logged = client.get("/v1/status").is(200).json().at("/log/interactions").asLong();
    List<String> popular = recommended("nobody-yet", ",\"strategy\":\"popularity\"");
    for (int i = 0; i < 300; i++) { // pages of the store split, and what moves leaves copies
      String item = TinyCatalogue.WITH_TOKEN.get(i % 3);
      String event =
          "{\"userId\":\"%s\",\"itemId\":\"%s\",\"eventId\":\"%s-%d\"}"
              .formatted(i % 2 == 0 ? user : "other-" + i, item, i % 2 == 0 ? user : "other", i);
      client.post("/v1/interactions", event).is(201);
    }
    client.put("/v1/users/" + user, "{\"like\":[\"last-orbit\"]}").is(200);
    String session =
        client
            .post("/v1/sessions", "{\"userId\":\"%s\",\"text\":\"%s\"}".formatted(user, words))
            .is(201)
            .json()
            .path("sessionId")
            .asText();
    client.get("/v1/users/" + user + "/recommendations").is(200);
    assertThat(server().services().log().history(user)).isNotEmpty();

    client.delete("/v1/users/" + user).is(204);

    for (String trace : List.of(user, words, session)) {
      assertThat(filesWith(trace)).as(trace).isEmpty();
    }
    client.get("/v1/users/" + user).is(404);
    client.get("/v1/sessions/" + session).is(404);
    client.delete("/v1/users/" + user).is(404);
    assertThat(server().services().log().history(user)).isEmpty();
    assertThat(
            client.get("/v1/users/" + user + "/interactions").is(200).json().path("interactions"))
        .isEmpty();
    assertThat(recommended(user, "")).isEqualTo(recommended("nobody-yet", ""));
    assertThat(client.get("/v1/status").is(200).json().at("/log/interactions").asLong())
        .isEqualTo(logged + 150);
    for (int i = 1; i < 300; i += 2) {
      client.delete("/v1/users/other-" + i).is(204);
    }
    assertThat(recommended("nobody-yet", ",\"strategy\":\"popularity\"")).isEqualTo(popular);
  }

  /** The files of the data folder that hold a text, as UTF-8. */
  private Set<Path> filesWith(String text) throws IOException {
    String needle = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.walk(server().folder())) {
      Set<Path> found = new java.util.TreeSet<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(needle)) {
          found.add(file);
        }
      }
      return found;
    }
  }
}
