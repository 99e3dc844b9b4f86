package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.interaction.Interaction;
import dev.drago.scoring.FusionFile;
import dev.drago.scoring.FusionWeights;
import dev.drago.store.Database;
import dev.drago.store.InteractionRepository;
import dev.drago.store.ItemRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code drago tune} on a log where each item is followed by the next. */
@Timeout(120)
class TuneCommandTest {

  private static final int ITEMS = 40;

  @TempDir Path data;

  @Test
  void weightsAreWrittenAndTheNextStartReadsThem() throws IOException {
    store(90);
    Said said = tune();

    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.text())
        .contains("before: HR@10", "after: HR@10", "on 30 users who were not learned from")
        .contains(data.resolve("fusion.json") + " written");
    FusionWeights written =
        FusionFile.parse(Files.readString(data.resolve("fusion.json")), "fusion.json");
    assertThat(written.origin()).startsWith("drago tune, 60 users of a log with sha256 ");
    assertThat(written.mixes().getFirst().scorers())
        .containsExactly("next-item", "ease", "popularity");
    assertThat(written.wish()).isEqualTo(FusionFile.standard().wish());
    try (Instance instance = Instance.open(options())) {
      assertThat(instance.weights()).isEqualTo(written);
    }
  }

  @Test
  void twoTuningsOfOneLogWriteEqualBytes() throws IOException {
    store(60);
    assertThat(tune().status()).isZero();
    String first = Files.readString(data.resolve("fusion.json"));
    Files.delete(data.resolve("fusion.json"));
    assertThat(tune().status()).isZero();

    assertThat(Files.readString(data.resolve("fusion.json"))).isEqualTo(first);
  }

  @Test
  void tooFewUsersAreASentenceAndNoFile() {
    store(29);
    Said said = tune();

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text())
        .contains("has 29 users with three items or more")
        .contains("fewer than 30")
        .doesNotContain("\tat ");
    assertThat(data.resolve("fusion.json")).doesNotExist();
  }

  @Test
  void optionsOutOfRangeAreASentence() {
    assertThat(tune("--users", "29").text()).contains("--users at least 30");
    assertThat(tune("--min-interactions", "0").text()).contains("must be at least 1");
  }

  @Test
  void aDamagedFileStopsTheStartWithOneSentenceAndLeavesTheFolderUsable() throws IOException {
    store(1);
    Path file = data.resolve("fusion.json");
    Files.writeString(file, FusionFile.toJson(FusionFile.standard()).substring(0, 100));

    for (int start = 0; start < 2; start++) { // the first has closed what it had opened
      assertThatThrownBy(() -> Instance.open(options()).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(file + " holds no fusion weights: ")
          .hasMessageContaining("drago tune")
          .message()
          .doesNotContain("\n");
    }
    Files.delete(file);
    try (Instance instance = Instance.open(options())) {
      assertThat(instance.weights()).isEqualTo(FusionFile.standard());
    }
  }

  private record Said(int status, String text) {}

  private Said tune(String... more) {
    StringWriter said = new StringWriter();
    CommandLine line = Drago.commandLine();
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(said, true));
    List<String> words =
        new ArrayList<>(
            List.of(
                "tune",
                "--data",
                data.toString(),
                "--embedder",
                "none",
                "--sequence-model",
                "none"));
    words.addAll(List.of(more));
    int status = line.execute(words.toArray(String[]::new));
    return new Said(status, said.toString());
  }

  private InstanceOptions options() {
    InstanceOptions options = new InstanceOptions();
    options.data = data;
    options.embedder = Optional.of("none");
    options.sequenceModel = Optional.of("none");
    return options;
  }

  private void store(int users) {
    try (Database database = Database.open(data.resolve("drago.db"))) {
      List<Item> items =
          IntStream.range(0, ITEMS)
              .mapToObj(i -> new Item("" + i, "Item " + i, "", Map.of()))
              .toList();
      new ItemRepository(database).put(items, CatalogSchema.empty());
      for (int u = 0; u < users; u++) {
        List<Interaction> taken = new ArrayList<>();
        for (int i = 0; i < 6 + u % 4; i++) {
          taken.add(Interaction.of("user-" + u, "" + (u * 7 + i) % ITEMS));
        }
        new InteractionRepository(database).append(taken);
      }
    }
  }
}
