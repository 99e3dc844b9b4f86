package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.Item;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WishesCommandTest {

  @TempDir Path directory;

  @Test
  void anEmptyFolderGetsTheDemoAndIsAskedByWordsWhereThereIsNoModel() throws Exception {
    Path json = directory.resolve("report.json");
    Said said = run("--half", "TEST", "--steps", "--json", json.toString());

    assertThat(said.status).as(said.text).isZero();
    assertThat(said.text)
        .contains("en, test, 25 wishes", "es, test, 25 wishes", "keyword, no bridge")
        .contains("recommendations")
        .doesNotContain("semantic");
    assertThat(json).content().contains("\"outcomes\"");
  }

  @Test
  void anotherCatalogueIsRefusedWithWhatItLacks() throws Exception {
    InstanceOptions options = new InstanceOptions();
    options.data = directory.resolve("data");
    options.embedder = java.util.Optional.of("none");
    options.sequenceModel = java.util.Optional.of("none");
    try (Instance opened = Instance.open(options)) {
      opened
          .catalog()
          .put(List.of(new Item("mine", "Mine", "", Map.of())), opened.catalog().schema());
    }
    assertThat(Files.exists(options.data)).isTrue();

    Said said = run();

    assertThat(said.status).isNotZero();
    assertThat(said.text)
        .contains("items that the wishes are about, such as", "it is not the demo catalogue");
  }

  private record Said(int status, String text) {}

  private Said run(String... more) {
    StringWriter said = new StringWriter();
    CommandLine line = Drago.commandLine();
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(said, true));
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "wishes",
                "--data",
                directory.resolve("data").toString(),
                "--embedder",
                "none",
                "--sequence-model",
                "none"));
    arguments.addAll(List.of(more));
    int status = line.execute(arguments.toArray(String[]::new));
    return new Said(status, said.toString());
  }
}
