package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.models.ModelEntry;
import dev.drago.models.ModelFolder;
import dev.drago.models.ModelRole;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sequence models in {@code models/} are what the manifest says, and make sense. */
class ShippedModelsTest {

  @TempDir static Path directory;

  private static LlamaLibrary library;
  private static ModelFolder folder;

  @BeforeAll
  static void open() {
    library = LlamaLibrary.open(Optional.empty(), directory);
    folder = ModelFolder.open(Path.of("models"));
  }

  @Test
  void theManifestHasNoOtherSequenceModels() {
    assertThat(folder.entries(ModelRole.SEQUENCE).stream().map(ModelEntry::id))
        .containsExactlyInAnyOrder(
            "sequence-demo", "sequence-ml1m", "sequence-ml1m-wide", "sequence-ml100k");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sequence-demo", "sequence-ml1m", "sequence-ml1m-wide", "sequence-ml100k"})
  void aModelHasAsManyItemsAsTheManifestSays(String id) {
    JsonNode items = Objects.requireNonNull(folder.entry(id).orElseThrow().figures().get("items"));
    try (SequenceRanker ranker = load(id)) {
      assertThat(ranker.items().size()).isEqualTo(items.asInt());
      assertThat(ranker.items().ids()).doesNotHaveDuplicates().noneMatch(String::isBlank);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sequence-demo", "sequence-ml1m", "sequence-ml1m-wide", "sequence-ml100k"})
  void aModelGivesProbabilitiesForAStrangerAndForALongHistory(String id) {
    try (SequenceRanker ranker = load(id)) {
      int[] all = IntStream.range(0, ranker.items().size()).toArray();
      for (int[] history : List.of(new int[0], all)) {
        float[] row = ranker.rank(history, Deadline.none()).join();
        assertThat(IntStream.range(0, row.length).mapToDouble(i -> Math.exp(row[i])).sum())
            .isCloseTo(1, within(1e-4));
      }
    }
  }

  @Test
  void whoLikesAlienBladeRunnerAndTheMatrixIsOfferedTheTerminatorOrAliens() {
    try (SequenceRanker ranker = load("sequence-demo")) {
      List<String> history = List.of("alien-1979", "blade-runner-1982", "the-matrix-1999");

      assertThat(top(ranker, history, 10)).containsAnyOf("the-terminator-1984", "aliens-1986");
    }
  }

  @Test
  void everyItemTheDemoModelKnowsIsInTheDemoCatalogue() throws IOException {
    try (SequenceRanker ranker = load("sequence-demo")) {
      assertThat(demoIds()).containsAll(ranker.items().ids());
    }
  }

  /** The ids of the best items that are not in the history. */
  private static List<String> top(SequenceRanker ranker, List<String> history, int count) {
    ItemTokens items = ranker.items();
    int[] slots = history.stream().mapToInt(id -> items.slot(id).orElseThrow()).toArray();
    float[] row = ranker.rank(slots, Deadline.none()).join();
    return IntStream.range(0, row.length)
        .boxed()
        .sorted(Comparator.comparingDouble(slot -> -row[slot]))
        .map(items.ids()::get)
        .filter(id -> !history.contains(id))
        .limit(count)
        .toList();
  }

  private static SequenceRanker load(String id) {
    Path file = folder.require(folder.entry(id).orElseThrow());
    LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
    return new SequenceRanker(
        List.of(model), new SequenceRanker.Options(TinyRanker.ONE, 8, TinyRanker.CACHE));
  }

  private static Set<String> demoIds() throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ShippedModelsTest.class.getResourceAsStream("/demo/catalogue.jsonl")),
                StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines::add);
    }
    ObjectMapper json = new ObjectMapper();
    Set<String> ids = new HashSet<>();
    for (String line : lines) {
      ids.add(json.readTree(line).required("id").asText());
    }
    return ids;
  }
}
