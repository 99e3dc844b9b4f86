package dev.drago.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises of {@code ./drago demo}, on the jar, as its user would try it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DemoIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static RunningJar demo;

  @BeforeAll
  static void start() throws IOException {
    demo = RunningJar.start(folder.resolve("data"), "demo");
  }

  @AfterAll
  static void stop() {
    demo.close();
    assertThat(demo.process().exitValue()).as("status after SIGTERM").isIn(0, 143);
  }

  @Test
  void aHistoryOfThreeFilmsGetsWhatAFilmLoverNodsAt() throws Exception {
    List<String> films =
        recommended(
            """
            {"history": ["alien-1979", "blade-runner-1982", "the-matrix-1999"], "count": 10}""");
    assertThat(films).containsAnyOf("the-terminator-1984", "aliens-1986", "twelve-monkeys-1995");
    assertThat(films).doesNotContain("alien-1979", "blade-runner-1982", "the-matrix-1999");
  }

  @Test
  void aWishInWordsFindsAFilmForAStranger() throws Exception {
    assertThat(recommended("{\"text\": \"a heist that goes wrong in Los Angeles\"}"))
        .containsAnyOf("heat-1995", "reservoir-dogs-1992");
  }

  @Test
  @Order(1)
  void anItemAddedByPutIsFoundByMeaningInTheNextSearch() throws Exception {
    HttpResponse<String> put =
        demo.send(
            "PUT",
            "/v1/items/the-last-lighthouse-2031",
            """
            {"title": "The Last Lighthouse",
             "text": "A retired sailor keeps a lighthouse burning on an island that the sea swallows.",
             "attributes": {"year": 2031, "genres": ["Drama"]}}""");
    assertThat(put.statusCode()).isEqualTo(201);
    JsonNode found =
        JSON.readTree(demo.get("/v1/search?q=an+old+mariner+and+his+beacon&mode=semantic&count=3"));
    assertThat(ids(found)).contains("the-last-lighthouse-2031");
  }

  @Test
  @Order(2)
  void anInteractionPostedChangesTheNextRecommendationOfThatUser() throws Exception {
    String path = "/v1/users/newcomer/recommendations?count=10";
    List<String> before = ids(JSON.readTree(demo.get(path)));
    for (String film : List.of("toy-story-1995", "the-lion-king-1994", "babe-1995")) {
      HttpResponse<String> posted =
          demo.send(
              "POST",
              "/v1/interactions",
              "{\"userId\": \"newcomer\", \"itemId\": \"%s\"}".formatted(film));
      assertThat(posted.statusCode()).isEqualTo(201);
    }
    List<String> after = ids(JSON.readTree(demo.get(path)));
    assertThat(after).isNotEqualTo(before).doesNotContain("toy-story-1995", "babe-1995");
    assertThat(after).containsAnyOf("toy-story-2-1999", "aladdin-1992", "a-bugs-life-1998");
  }

  private static List<String> recommended(String body) throws Exception {
    HttpResponse<String> answer = demo.send("POST", "/v1/recommendations", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return ids(JSON.readTree(answer.body()));
  }

  private static List<String> ids(JsonNode answer) {
    List<String> ids = new ArrayList<>();
    answer.path("items").forEach(item -> ids.add(item.path("itemId").asText()));
    return ids;
  }
}
