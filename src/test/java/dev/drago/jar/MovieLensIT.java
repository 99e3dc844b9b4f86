package dev.drago.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped MovieLens-1M model ranks through the jar as well as it did in Python. Asked on the
 * validation items: the test items are for the report, not for every build.
 */
final class MovieLensIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Q8_0 weights and llama.cpp's order of sums against torch's floats: some ranks at the edge move.
   */
  private static final double TOLERANCE = 0.002;

  @TempDir static Path folder;

  @Test
  void theSequenceModelServesTheAccuracyItWasTrainedTo() throws Exception {
    Path data = Path.of(System.getenv().getOrDefault("DRAGO_SHARED", "../shared"), "data", "ml-1m");
    assumeTrue(Files.isDirectory(data), "needs MovieLens-1M at " + data);
    String imported =
        RunningJar.run(
            folder.resolve("ml1m"),
            "import",
            "--no-train", // the sequence model alone is asked
            "--embedder",
            "none",
            data.toString());
    assertThat(imported).contains("3,883 items, 999,611 interactions of 6,040 users");

    Path report = folder.resolve("report.json");
    RunningJar.run(
        folder.resolve("ml1m"),
        "evaluate",
        "--embedder",
        "none",
        "--stage",
        "VALIDATION",
        "--scorers",
        "sequence",
        "--json",
        report.toString());
    JsonNode trained = JSON.readTree(Path.of("models", "manifest.json").toFile());
    JsonNode figures = MissingNode.getInstance();
    for (JsonNode model : trained.path("models")) {
      if (model.path("id").asText().equals("sequence-ml1m")) {
        figures = model.path("figures").path("validation");
      }
    }
    JsonNode served = JSON.readTree(report.toFile());
    assertThat(figure(served, "hr")).isCloseTo(figures.path("hr@10").asDouble(), within(TOLERANCE));
    assertThat(figure(served, "ndcg"))
        .isCloseTo(figures.path("ndcg@10").asDouble(), within(TOLERANCE));
  }

  private static double figure(JsonNode report, String name) {
    return report.at("/rankers/sequence/at10/" + name + "/value").asDouble();
  }
}
