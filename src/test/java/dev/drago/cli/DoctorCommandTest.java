package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.llama.TinyModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The doctor on whole and on broken installations: every fault a line, and the rest looked at. */
final class DoctorCommandTest {

  @TempDir Path folder;
  private Path chat;

  private record Examined(int status, String text, JsonNode json) {
    List<String> texts(String topic, String level) {
      List<String> texts = new ArrayList<>();
      for (JsonNode finding : json.get("findings")) {
        if (finding.get("topic").asText().equals(topic)
            && finding.get("level").asText().equals(level)) {
          texts.add(finding.get("text").asText());
        }
      }
      return texts;
    }
  }

  @BeforeEach
  void makeModel() {
    chat = folder.resolve("chat.gguf");
    TinyModels.chat(TinyModels.Shape.SMALL, List.of("1"), 3).write(chat);
  }

  @Test
  void aWholeInstallationHasNoFaultAndIsMeasured() throws IOException {
    Examined examined = examine("--chat-model", chat.toString());
    assertThat(examined.status()).as(examined.text()).isZero();
    assertThat(examined.text()).contains("nothing would keep a server from starting");
    assertThat(examined.texts("library", "ok")).singleElement().asString().contains("sha256");
    assertThat(examined.texts("chat", "ok"))
        .singleElement()
        .asString()
        .contains("chat.gguf, qwen2, all 2 layers on the processor");
    assertThat(examined.texts("speed", "ok"))
        .singleElement()
        .asString()
        .matches("chat.gguf reads [\\d,.]+ tokens/s, writes [\\d,.]+ .*");
    assertThat(folder.resolve("data")).as("the doctor leaves no folder").doesNotExist();
  }

  @Test
  void aLibraryComparedWithItselfGivesTheSameLogits() throws IOException {
    Files.createDirectories(folder.resolve("data")); // where the library then stays
    Examined first = examine("--chat-model", chat.toString());
    String library = first.json().findValuesAsText("path").getFirst();
    Examined examined = examine("--chat-model", chat.toString(), "--compare", library);
    assertThat(examined.status()).as(examined.text()).isZero();
    assertThat(examined.texts("compared", "ok"))
        .singleElement()
        .asString()
        .contains("logits differ by 0.0000 at most, the likeliest token is the same");
  }

  @Test
  void aMissingLibraryIsAFaultAndTheRestIsLookedAt() throws IOException {
    Examined examined = examine("--library", folder.resolve("nowhere.so").toString());
    assertThat(examined.status()).isOne();
    assertThat(examined.texts("library", "fault"))
        .singleElement()
        .asString()
        .startsWith("there is no native library at");
    assertThat(examined.texts("java", "ok")).isNotEmpty();
    assertThat(examined.texts("data", "ok")).isNotEmpty();
    assertThat(examined.texts("memory", "ok")).isNotEmpty();
    assertThat(examined.text()).doesNotContain("\tat ");
  }

  @Test
  void aWrongModelIsAFault() throws IOException {
    Path text = Files.writeString(folder.resolve("text.gguf"), "no model at all");
    Examined examined = examine("--chat-model", text.toString());
    assertThat(examined.status()).isOne();
    assertThat(examined.texts("chat", "fault")).singleElement().asString().contains("text.gguf");
    assertThat(examined.texts("library", "ok")).isNotEmpty();
  }

  @Test
  void layersForAGpuThatIsNotThereAreAFault() throws IOException {
    Examined examined = examine("--chat-model", chat.toString(), "--gpu-layers", "2");
    assertThat(examined.status()).isOne();
    assertThat(examined.texts("chat", "fault"))
        .singleElement()
        .asString()
        .contains("no layer can go to a GPU", "was built without GPUs");
    Examined without = examine("--gpu-layers", "2");
    assertThat(without.texts("chat", "fault"))
        .singleElement()
        .asString()
        .contains("--gpu-layers 2 is for a chat model, and there is none");
  }

  @Test
  void aDataFolderThatIsAFileIsAFault() throws IOException {
    Files.writeString(folder.resolve("data"), "in the way");
    Examined examined = examine("--chat-model", chat.toString());
    assertThat(examined.status()).isOne();
    assertThat(examined.texts("data", "fault")).singleElement().asString().contains("data");
    assertThat(examined.texts("speed", "ok")).isNotEmpty();
  }

  private Examined examine(String... more) throws IOException {
    StringWriter out = new StringWriter();
    Path json = folder.resolve("findings.json");
    List<String> line =
        new ArrayList<>(
            List.of("doctor", "--rounds", "2", "--threads", "1", "--json", json.toString()));
    line.addAll(List.of("--data", folder.resolve("data").toString()));
    line.addAll(List.of("--models", folder.resolve("models").toString()));
    line.addAll(List.of(more));
    CommandLine drago = Drago.commandLine();
    drago.setOut(new PrintWriter(out, true));
    int status = drago.execute(line.toArray(String[]::new));
    return new Examined(
        status, out.toString(), new ObjectMapper().readTree(Files.readString(json)));
  }
}
