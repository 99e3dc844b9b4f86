package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clients {@code openai} and {@code langchain-openai}, as they are. They need a Python with
 * {@code scripts/clients/requirements.txt}, named by the environment variable {@value #PYTHON}.
 */
class PythonClientsTest {

  private static final String PYTHON = "DRAGO_CLIENTS_PYTHON";

  @RegisterExtension static final TestServer SERVER = new TestServer(new ScriptedChat());

  @TempDir Path folder;

  @BeforeAll
  static void requirePython() {
    Assumptions.assumeTrue(
        System.getenv(PYTHON) != null,
        PYTHON + " names no Python with openai and langchain-openai: their test is left out");
  }

  @Test
  void openaiAndLangchainAreAnswered() throws IOException, InterruptedException {
    assertThat(run("scripts/clients/check.py", ScriptedChat.MODEL, "e5-small-v2"))
        .contains("all clients were answered");
  }

  @Test
  void theExampleOfTheDocumentationRuns() throws IOException, InterruptedException {
    assertThat(run("docs/langchain_example.py", ScriptedChat.MODEL, "a lonely astronaut in orbit"))
        .contains("Last Orbit")
        .contains("You said: a lonely astronaut in orbit");
    assertThat(run("docs/langchain_example.py", "drago", "a lonely astronaut in orbit"))
        .contains("From the catalogue:");
  }

  private String run(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(System.getenv(PYTHON), script, "http://127.0.0.1:" + SERVER.port()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("NO_PROXY", "127.0.0.1");
    Process process = builder.start();
    boolean ended = process.waitFor(4, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
