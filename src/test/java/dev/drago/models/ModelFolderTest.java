package dev.drago.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.models.ModelFolder.State;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {

  private static final byte[] CONTENT = "GGUF and so on".getBytes(StandardCharsets.UTF_8);
  private static final String ENTRY = Manifests.entry(CONTENT, "");

  @TempDir Path folder;

  @Test
  void aFileThatNoManifestListsIsAModelAsItIsAndAnAbsentOneASentence(@TempDir Path elsewhere)
      throws IOException {
    Path file = Files.writeString(elsewhere.resolve("My Model.gguf"), "as it is");

    ModelEntry entry = ModelFolder.unlisted(file, ModelRole.SEQUENCE);

    assertThat(entry.id()).isEqualTo("my-model.gguf");
    assertThat(ModelFolder.open(elsewhere).require(entry)).isEqualTo(file.toAbsolutePath());
    Files.writeString(file, "changed");
    assertThatThrownBy(() -> ModelFolder.open(elsewhere).require(entry))
        .isInstanceOf(ModelException.class);
    assertThatThrownBy(
            () -> ModelFolder.unlisted(elsewhere.resolve("none.gguf"), ModelRole.SEQUENCE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("none.gguf");
  }

  @Test
  void aFolderWithoutAManifestHasNoModels() {
    assertThat(ModelFolder.open(folder).entries()).isEmpty();
    assertThat(ModelFolder.open(folder.resolve("absent")).entries()).isEmpty();
  }

  @Test
  void aManifestIsReadInItsOrder() throws IOException {
    String other =
        ENTRY.replace("\"m\"", "\"n\"").replace("embedder", "sequence").replace("m.gguf", "n.gguf");
    String pulled = Manifests.entry(CONTENT, ", \"url\": \"https://models.test/m.gguf\"");
    ModelFolder models = Manifests.write(folder, other, pulled);
    assertThat(models.entries()).extracting(ModelEntry::id).containsExactly("n", "m");
    assertThat(models.entries(ModelRole.SEQUENCE)).extracting(ModelEntry::id).containsExactly("n");
    ModelEntry entry = models.entry("m").orElseThrow();
    assertThat(entry.role()).isEqualTo(ModelRole.EMBEDDER);
    assertThat(entry.bytes()).isEqualTo(CONTENT.length);
    assertThat(entry.url()).contains(URI.create("https://models.test/m.gguf"));
    assertThat(entry.figures()).containsOnlyKeys("dimension");
    assertThat(models.path(entry)).isEqualTo(folder.resolve("m.gguf"));
    assertThat(models.entry("n").orElseThrow().url()).isEqualTo(Optional.empty());
    assertThat(models.entry("nosuch")).isEmpty();
  }

  @Test
  void theManifestThatShipsDescribesTheFilesBesideIt() {
    ModelFolder shipped = ModelFolder.open(Path.of("models"));
    assertThat(shipped.entries(ModelRole.EMBEDDER)).isNotEmpty();
    assertThat(shipped.entries(ModelRole.SEQUENCE)).isNotEmpty();
    for (ModelEntry entry : shipped.entries()) {
      if (entry.url().isEmpty()) {
        assertThat(shipped.verify(entry)).as(entry.id()).isEqualTo(State.PRESENT);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"models\": null}",
        "{\"models\": [null]}",
        "{\"models\": [",
        "\0\1\2",
        "{\"models\": [{}]}",
        "{\"models\": []} and more",
        "{\"models\": [], \"modles\": []}",
      })
  void aManifestThatIsNoneIsRefusedByName(String text) throws IOException {
    Files.writeString(folder.resolve("manifest.json"), text);
    assertRefused("cannot be read: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"m\"                   | \"../m\"               | '../m'",
        "\"m\"                   | \"\"                   | ''",
        "m.gguf                  | ../../etc/m.gguf       | '../../etc/m.gguf'",
        "m.gguf                  | /etc/passwd            | '/etc/passwd'",
        "m.gguf                  | .gguf                  | '.gguf'",
        "\"sha256\": \"          | \"sha256\": \"x        | sha256",
        "\"sha256\"              | \"sha265\"             | /models/0/sha256",
        "embedder                | poet                   | poet",
        "\"bytes\": 14           | \"bytes\": -1          | -1",
        "\"bytes\": 14           | \"bytes\": \"many\"    | many",
        "\"bytes\": 14,          | ''                     | bytes",
        "\"licence\": \"MIT\",   | ''                     | licence",
        "\"MIT\"                 | null                   | licence",
        "\"role\": \"embedder\", | ''                     | role",
        "\"made here\"           | \"x\", \"extra\": 1    | extra",
        "\"made here\"           | \"x\", \"url\": \"a b\"| a b",
        "\"made here\"           | \"x\", \"titles\": {}  | its titles are none",
        "\"made here\"           | \"x\", \"titles\": {\"1\": null} | 'null'",
        "\"made here\"           | \"x\", \"titles\": {\"1\": \"09C10178\"} | '09C10178'",
        "\"made here\"           | \"x\", \"titles\": {\"1\": \"09c1\"} | '1' must be 8",
        "\"made here\"           | \"x\", \"titles\": [\"1\"] | /models/0/titles",
      })
  void anEntryThatIsWrongIsRefusedNamingWhatIsWrong(String from, String to, String mentioned)
      throws IOException {
    String wrong = ENTRY.replace(from, to);
    assertThat(wrong).isNotEqualTo(ENTRY);
    Files.writeString(folder.resolve("manifest.json"), "{\"models\": [" + wrong + "]}");
    assertRefused(mentioned);
  }

  @Test
  void twoModelsOfOneIdAreRefused() throws IOException {
    Files.writeString(
        folder.resolve("manifest.json"),
        "{\"models\": [" + ENTRY + "," + ENTRY.replace("m.gguf", "n.gguf") + "]}");
    assertRefused("'m'");
  }

  @Test
  void aManifestThatIsAFolderIsRefusedByName() throws IOException {
    Files.createDirectory(folder.resolve("manifest.json"));
    assertRefused("cannot be read");
  }

  @Test
  void aFileIsPresentAbsentOfWrongSizeOrOfWrongChecksum() throws IOException {
    ModelFolder models = Manifests.write(folder, ENTRY);
    ModelEntry entry = models.entries().getFirst();
    Path file = models.path(entry);
    assertState(models, entry, State.ABSENT, "not there");
    Files.write(file, new byte[CONTENT.length - 1]);
    assertState(models, entry, State.WRONG_SIZE, "14 bytes");
    Files.write(file, new byte[CONTENT.length]);
    assertState(models, entry, State.WRONG_CHECKSUM, "checksum");
    Files.write(file, CONTENT);
    assertThat(models.verify(entry)).isEqualTo(State.PRESENT);
    assertThat(models.isPresent(entry)).isTrue();
    assertThat(models.require(entry)).isEqualTo(file);
    Files.delete(file);
    Files.createDirectory(file);
    assertState(models, entry, State.ABSENT, "not there");
  }

  private static void assertState(
      ModelFolder models, ModelEntry entry, State state, String mentioned) {
    assertThat(models.verify(entry)).isEqualTo(state);
    assertThat(models.isPresent(entry)).isEqualTo(state == State.WRONG_CHECKSUM);
    assertThatThrownBy(() -> models.require(entry))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("m.gguf", mentioned);
  }

  private void assertRefused(String mentioned) {
    assertThatThrownBy(() -> ModelFolder.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("manifest.json", mentioned)
        .message()
        .doesNotContain("dev.drago", "Exception", "\n");
  }
}
