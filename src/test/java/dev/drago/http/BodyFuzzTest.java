package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.ItemJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are read as what a route takes or refused with a sentence that speaks of JSON, not of
 * Java. A run of the tests tries the inputs kept in {@code BodyFuzzTestInputs}; CONTRIBUTING says
 * how to fuzz.
 */
class BodyFuzzTest {

  static Stream<byte[]> recommendations() {
    return bytes(
        """
        {"userId":"u","history":["a","b"],"text":"quiet","like":["a"],"dislike":["b"],"count":5,
         "filter":"year:[1980 TO 1989] AND -genres:Horror","diversity":0.5,"excludeSeen":false,
         "exclude":["c"],"strategy":"auto","include":["year"],"explain":"text","language":"es",
         "scenario":"home","timeoutMs":500}""",
        "{\"history\":[\"a\"]}");
  }

  @MethodSource("recommendations")
  @FuzzTest(maxDuration = "5m")
  void aRecommendation(byte @NotNull [] body) {
    refusedWithASentence(
        () -> Json.convert(Json.tree(body), RecommendationRoutes.Body.class).toRequest());
  }

  static Stream<byte[]> interactions() {
    return bytes(
        """
        {"userId":"u","itemId":"a","type":"view","value":4.5,"at":"2026-01-01T00:00:00Z",
         "eventId":"e","recommendationId":"r"}""");
  }

  @MethodSource("interactions")
  @FuzzTest(maxDuration = "5m")
  void anInteraction(byte @NotNull [] body) {
    refusedWithASentence(
        () ->
            Json.convert(Json.tree(body), InteractionRoutes.Body.class)
                .toInteraction(Optional.empty()));
  }

  static Stream<byte[]> items() {
    return bytes(
        """
        {"id":"a","title":"A","text":"\\u00e9\\ud83d\\ude00","attributes":{"year":1999,"genres":["Drama","x"],
         "good":true,"on":"2026-01-01","none":null}}""");
  }

  @MethodSource("items")
  @FuzzTest(maxDuration = "5m")
  void anItem(byte @NotNull [] body) {
    refusedWithASentence(
        () -> {
          JsonNode json = Json.tree(body);
          var item = ItemJson.parse(json, CatalogSchema.empty());
          // What was taken can be written and read again as the same.
          assertThat(ItemJson.parse(ItemJson.write(item).toString(), CatalogSchema.empty()))
              .isEqualTo(item);
        });
  }

  private static Stream<byte[]> bytes(String... bodies) {
    return Stream.of(bodies).map(body -> body.getBytes(StandardCharsets.UTF_8));
  }

  private static void refusedWithASentence(Runnable reading) {
    try {
      reading.run();
    } catch (ProblemException | IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("com.fasterxml", "dev.drago", "java.");
    }
  }
}
