package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.inference.TinyChat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeCommandTest {

  @TempDir Path folder;

  @Test
  void itPrintsThePromptsTokensAndTheLikeliestOfAllAsTheReferenceHasThem() throws Exception {
    TinyChat tiny = new TinyChat(folder, List.of("alien", "heat"), 5);
    Path prompts =
        Files.writeString(
            folder.resolve("prompts.jsonl"),
            """
            {"messages": [{"role": "user", "content": "<item:heat>"}]}

            {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "¿Qué?"}]}
            """);
    Said said = run(tiny.file().toString(), "--prompts", prompts.toString(), "--top", "3");

    assertThat(said.status).isZero();
    List<String> lines = said.out.lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(lines.getFirst());
    int[] tokens =
        StreamSupport.stream(first.get("tokens").spliterator(), false)
            .mapToInt(JsonNode::asInt)
            .toArray();
    double[] expected = tiny.logProbabilities(tokens);
    int best =
        IntStream.range(0, expected.length)
            .reduce((a, b) -> expected[a] >= expected[b] ? a : b)
            .orElseThrow();
    assertThat(first.get("top")).hasSize(3);
    assertThat(first.at("/top/0/token").asInt()).isEqualTo(best);
    assertThat(first.at("/top/0/logProbability").asDouble()).isCloseTo(expected[best], within(.01));
    assertThat(first.get("items")).hasSize(2);
    assertThat(first.get("items").findValuesAsText("id"))
        .containsExactlyInAnyOrder("alien", "heat");
  }

  @Test
  void aLineThatIsNoConversationIsNamed() throws Exception {
    TinyChat tiny = new TinyChat(folder, List.of(), 5);
    Path prompts = folder.resolve("prompts.jsonl");
    for (String line :
        List.of(
            "{\"messages\": [{\"role\": \"narrator\", \"content\": \"Once.\"}]}",
            "{\"messages\": 7}",
            "{}",
            "once")) {
      Files.writeString(prompts, line);
      Said said = run(tiny.file().toString(), "--prompts", prompts.toString());
      assertThat(said.status).as(line).isNotZero();
      assertThat(said.err).as(line).contains("prompts.jsonl, line 1: ").doesNotContain("\tat ");
    }
  }

  private record Said(int status, String out, String err) {}

  private static Said run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    var line = Drago.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 2];
    all[0] = "models";
    all[1] = "probe";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return new Said(line.execute(all), out.toString(), err.toString());
  }
}
