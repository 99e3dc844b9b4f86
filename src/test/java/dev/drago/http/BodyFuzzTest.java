package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.ItemJson;
import java.util.Optional;

/**
 * Any bytes are read as what a route takes or refused with a sentence that speaks of JSON, not of
 * Java. A run of the tests tries the inputs kept in {@code BodyFuzzTestInputs}; CONTRIBUTING says
 * how to fuzz.
 */
class BodyFuzzTest {

  @FuzzTest(maxDuration = "5m")
  void aRecommendation(byte @NotNull [] body) {
    refusedWithASentence(
        () -> Json.convert(Json.tree(body), RecommendationRoutes.Body.class).toRequest());
  }

  @FuzzTest(maxDuration = "5m")
  void anInteraction(byte @NotNull [] body) {
    refusedWithASentence(
        () ->
            Json.convert(Json.tree(body), InteractionRoutes.Body.class)
                .toInteraction(Optional.empty()));
  }

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

  private static void refusedWithASentence(Runnable reading) {
    try {
      reading.run();
    } catch (ProblemException | IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("com.fasterxml", "dev.drago", "java.");
    }
  }
}
