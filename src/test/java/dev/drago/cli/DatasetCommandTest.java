package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.interaction.Interaction;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code drago dataset} on a log where each item is followed by the next. */
@Timeout(120)
class DatasetCommandTest {

  private static final int ITEMS = 60;

  @TempDir Path folder;

  private record Said(int status, String text) {}

  private Said dataset(String data, String out, String... more) {
    StringWriter said = new StringWriter();
    CommandLine line = Drago.commandLine();
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(said, true));
    List<String> words =
        new ArrayList<>(
            List.of(
                "dataset",
                "--data",
                folder.resolve(data).toString(),
                "--out",
                folder.resolve(out).toString()));
    words.addAll(List.of(more));
    int status = line.execute(words.toArray(String[]::new));
    return new Said(status, said.toString());
  }

  /**
   * A log.
   *
   * @param length of each history
   * @param leap from the last item but two to those that are held out
   */
  private void store(String data, int users, int length, int leap) {
    try (Database database = Database.open(folder.resolve(data).resolve("drago.db"))) {
      List<Item> items =
          IntStream.range(0, ITEMS)
              .mapToObj(i -> new Item("" + i, "Item " + i, "", Map.of()))
              .toList();
      new ItemRepository(database).put(items, CatalogSchema.empty());
      for (int u = 0; u < users; u++) {
        List<Interaction> taken = new ArrayList<>();
        for (int i = 0; i < length; i++) {
          int item = u * 7 + i + (i < length - 2 ? 0 : leap);
          taken.add(Interaction.of("user-" + u, "" + item % ITEMS));
        }
        new InteractionRepository(database).append(taken);
      }
    }
  }

  private String file(String out, String name) throws IOException {
    return Files.readString(folder.resolve(out).resolve(name));
  }

  @Test
  void aSetIsWrittenAndWhatItHasIsSaid() throws IOException {
    store("data", 40, 10, 0);
    Said said = dataset("data", "out", "--csv", "--validation", "0.2", "--limit", "30");

    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.text())
        .containsPattern("train: \\d+ windows of \\d+ users")
        .contains("0 of 30 users have no window", folder.resolve("out") + " written");
    assertThat(file("out", "windows.csv").lines()).hasSize(1 + 30 * 5); // of 8 items, after 3
    assertThat(file("out", "windows.csv")).contains("user-0,0 1 2,3,");
    assertThat(file("out", "sft-train.jsonl")).contains("- Item 12\\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "popularity"})
  void whatIsRejectedDoesNotDependOnWhatIsHeldOut(String model) throws IOException {
    store("data", 40, 10, 0);
    store("other", 40, 10, 31);
    for (String data : List.of("data", "other")) {
      Said said =
          dataset(data, data + "-set", "--dpo", "2", "--negatives", model, "--form", "tokens");
      assertThat(said.status()).as(said.text()).isZero();
    }
    assertThat(file("other-set", "dpo-train.jsonl"))
        .isNotEmpty()
        .isEqualTo(file("data-set", "dpo-train.jsonl"));
    assertThat(file("data-set", "README.md"))
        .contains("Model: " + model)
        .contains("without the last two items of each user");
  }

  @Test
  void withoutASequenceModelThatFitsTheLinearOneRejects() throws IOException {
    store("data", 40, 10, 0);
    assertThat(dataset("data", "out", "--dpo", "1").text()).contains("trained next-item in");
    assertThat(file("out", "dataset.json")).contains("\"model\" : \"linear\"");
    Said said = dataset("data", "none", "--dpo", "1", "--negatives", "sequence");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text()).contains("none fits this catalogue").doesNotContain("\tat ");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void whatCannotBeIsASentenceAndLeavesNothing() {
    store("data", 5, 5, 0);
    assertThat(dataset("data", "out").text())
        .contains("no window is left: without its last two items the longest history of 5 users")
        .contains("has 3 items, and --minimum 3 and the target take 4")
        .doesNotContain("\tat ");
    assertThat(dataset("data", "out", "--dpo", "1", "--negatives", "oracle").text())
        .contains("--negatives", "'oracle'", "popularity")
        .doesNotContain("\tat ");
    assertThat(dataset("data", "out", "--negatives", "linear").text()).contains("no --dpo");
    assertThat(dataset("data", "out", "--languages", "en,fr").text())
        .contains("no prompt in the language 'fr'; there are: en, es");
    assertThat(dataset("data", "out", "--window", "16").text())
        .contains("--window must be 1 to 15");
    assertThat(dataset("data", "out", "--validation", "1").text())
        .contains("--validation is a share");
    assertThat(dataset("data", "out", "--limit", "0").text())
        .contains("--limit must be at least 1");
    assertThat(dataset("nowhere", "out").text()).contains("there is no store in");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aFolderInUseIsNotOverwritten() throws IOException {
    store("data", 40, 10, 0);
    Files.createDirectory(folder.resolve("out"));
    Files.writeString(folder.resolve("out").resolve("thesis.tex"), "all of it");
    Said said = dataset("data", "out");

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text()).contains("is not empty; --force");
    assertThat(dataset("data", "out", "--force").status()).isZero();
    assertThat(file("out", "thesis.tex")).isEqualTo("all of it");
  }
}
