package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.llama.TinyModels;
import dev.drago.models.ModelEntry;
import dev.drago.models.ModelFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of the items 1 to 40, which many catalogues call theirs. */
class SequenceModelChoiceTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void theCatalogueItWasTrainedOnIsKnownByItsTitles() throws Exception {
    ModelFolder models = folder(model("films", titles(SequenceModelChoiceTest::film, 1, 20)));

    assertThat(chosen(models, catalogue(SequenceModelChoiceTest::film, 1, 40))).contains("films");
    assertThat(chosen(models, catalogue(SequenceModelChoiceTest::film, 15, 400))).contains("films");
  }

  @Test
  void aCatalogueOfTheSameIdsAndOtherTitlesIsAnother() throws Exception {
    ModelFolder models = folder(model("films", titles(SequenceModelChoiceTest::film, 1, 20)));

    assertThat(chosen(models, catalogue(SequenceModelChoiceTest::book, 1, 40))).isEmpty();
  }

  @Test
  void halfOfTheTitlesAreEnough() throws Exception {
    ModelFolder models = folder(model("films", titles(SequenceModelChoiceTest::film, 1, 20)));

    assertThat(chosen(models, catalogue(n -> n <= 10 ? "Film " + n : "Revised " + n, 1, 40)))
        .contains("films");
    assertThat(chosen(models, catalogue(n -> n <= 9 ? "Film " + n : "Revised " + n, 1, 40)))
        .isEmpty();
  }

  @Test
  void fourOfTwentyAreTooFewToTellAndFourOfFourAreAll() throws Exception {
    ModelFolder twenty = folder(model("films", titles(SequenceModelChoiceTest::film, 1, 20)));
    assertThat(chosen(twenty, catalogue(SequenceModelChoiceTest::film, 17, 40))).isEmpty();
    assertThat(chosen(twenty, catalogue(SequenceModelChoiceTest::film, 16, 40))).contains("films");

    ModelFolder four = folder(model("films", titles(SequenceModelChoiceTest::film, 17, 20)));
    assertThat(chosen(four, catalogue(SequenceModelChoiceTest::film, 17, 40))).contains("films");
    assertThat(chosen(four, catalogue(SequenceModelChoiceTest::film, 18, 40))).isEmpty();
  }

  @Test
  void aModelWithoutTitlesIsChosenByNameAlone() throws Exception {
    assertThat(
            chosen(
                folder(model("films", Map.of())), catalogue(SequenceModelChoiceTest::film, 1, 40)))
        .isEmpty();
  }

  @Test
  void ofThoseThatFitTheOneThatKnowsMostIsChosen() throws Exception {
    ModelFolder models =
        folder(
            model("books", titles(SequenceModelChoiceTest::book, 1, 20)),
            model("few", titles(SequenceModelChoiceTest::film, 1, 20), 10),
            model("many", titles(SequenceModelChoiceTest::film, 1, 20), 40));

    assertThat(chosen(models, catalogue(SequenceModelChoiceTest::film, 1, 40))).contains("many");
    assertThat(chosen(models, CatalogSnapshot.empty())).isEmpty();
  }

  @Test
  void whatShipsKnowsTheDemoAndTakesNoOtherCatalogueThatCountsFromOne() throws Exception {
    ModelFolder shipped = ModelFolder.open(Path.of("models"));
    List<Item> demo = new ArrayList<>();
    for (String line :
        Files.readAllLines(Path.of("src", "main", "resources", "demo", "catalogue.jsonl"))) {
      JsonNode item = JSON.readTree(line);
      demo.add(new Item(item.path("id").asText(), item.path("title").asText(), "", Map.of()));
    }

    assertThat(chosen(shipped, snapshot(demo))).contains("sequence-demo");
    assertThat(chosen(shipped, catalogue(SequenceModelChoiceTest::film, 1, 4_000))).isEmpty();
    for (ModelEntry entry : shipped.entries(dev.drago.models.ModelRole.SEQUENCE)) {
      assertThat(entry.titles().orElseThrow()).as(entry.id()).hasSize(20);
    }
  }

  @Test
  void aModelNamedForAnotherCatalogueIsALineInTheLog() throws Exception {
    ModelEntry films =
        folder(model("films", titles(SequenceModelChoiceTest::film, 1, 20))).entries().getFirst();
    assertThat(warnings(films, catalogue(SequenceModelChoiceTest::film, 1, 40))).isEmpty();
    assertThat(warnings(films, CatalogSnapshot.empty())).isEmpty();
    assertThat(warnings(films, catalogue(SequenceModelChoiceTest::book, 11, 40)))
        .singleElement()
        .asString()
        .contains("films", "of the 20 items", "10 ids are in this one, and 0 have that title");

    ModelEntry silent = folder(model("silent", Map.of())).entries().getFirst();
    assertThat(warnings(silent, catalogue(SequenceModelChoiceTest::film, 1, 40)))
        .singleElement()
        .asString()
        .contains("no titles for the sequence model silent");
  }

  private static String film(int n) {
    return "Film " + n;
  }

  private static String book(int n) {
    return "Book " + n;
  }

  private static Optional<String> chosen(ModelFolder models, CatalogSnapshot catalog) {
    return SequenceModelChoice.of(models, catalog).map(ModelEntry::id);
  }

  private static List<String> warnings(ModelEntry named, CatalogSnapshot catalog) {
    List<String> said = new ArrayList<>();
    Handler ear =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            said.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("dev.drago.models");
    log.addHandler(ear);
    try {
      SequenceModelChoice.warn(named, catalog);
    } finally {
      log.removeHandler(ear);
    }
    return said;
  }

  private ModelFolder folder(String... entries) throws IOException {
    Files.writeString(
        folder.resolve("manifest.json"), "{\"models\": [" + String.join(",", entries) + "]}");
    return ModelFolder.open(folder);
  }

  private String model(String id, Map<String, String> titles) throws IOException {
    return model(id, titles, 40);
  }

  /** Writes a model of the items 1 to {@code items}; its entry in the manifest. */
  private String model(String id, Map<String, String> titles, int items) throws IOException {
    Path file = folder.resolve(id + ".gguf");
    TinyModels.sequenceModel(
        file, IntStream.rangeClosed(1, items).mapToObj(String::valueOf).toList(), 1);
    return """
        {"id": "%s", "role": "sequence", "file": "%s.gguf", "bytes": %d, "sha256": "%s",
         "licence": "MIT", "origin": "made here", "figures": {}%s}"""
        .formatted(
            id,
            id,
            Files.size(file),
            ModelFolder.sha256(file),
            titles.isEmpty() ? "" : ", \"titles\": " + JSON.writeValueAsString(titles));
  }

  private static Map<String, String> titles(IntFunction<String> title, int from, int to)
      throws Exception {
    Map<String, String> titles = new LinkedHashMap<>();
    for (int n = from; n <= to; n++) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(title.apply(n).getBytes(StandardCharsets.UTF_8));
      titles.put("" + n, HexFormat.of().formatHex(hash, 0, 4));
    }
    return titles;
  }

  private static CatalogSnapshot catalogue(IntFunction<String> title, int from, int to) {
    return snapshot(
        IntStream.rangeClosed(from, to)
            .mapToObj(n -> new Item("" + n, title.apply(n), "", Map.of()))
            .toList());
  }

  private static CatalogSnapshot snapshot(List<Item> items) {
    List<CatalogSnapshot.Change> changes = new ArrayList<>();
    for (Item item : items) {
      changes.add(new CatalogSnapshot.Change(changes.size(), item.id(), item));
    }
    return CatalogSnapshot.empty().with(changes, 1);
  }
}
