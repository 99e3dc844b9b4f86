package dev.drago.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drago.inference.ChatMessage;
import dev.drago.inference.ChatModel;
import dev.drago.inference.Deadline;
import dev.drago.inference.ItemTokens;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code drago models probe}: what a chat model says next, as numbers. With it a model is compared
 * with what it was converted from ({@code scripts/finetune/roundtrip.py}).
 */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    description =
        "Prints the tokens of conversations and which tokens a chat model finds likeliest next, a JSON"
            + " object a line.")
final class ProbeCommand implements Callable<Integer> {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Parameters(paramLabel = "MODEL", description = "A .gguf file.")
  Path model = Path.of("");

  @Option(
      names = "--prompts",
      paramLabel = "FILE",
      required = true,
      description = "JSON Lines: {\"messages\": [{\"role\": …, \"content\": …}, …]}.")
  Path prompts = Path.of("");

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many tokens, and how many items (default: ${DEFAULT-VALUE}).")
  int top = 20;

  @Option(
      names = "--context",
      paramLabel = "TOKENS",
      defaultValue = "4096",
      description = "The longest conversation (default: ${DEFAULT-VALUE}).")
  int context = 4096;

  @Option(
      names = "--library",
      paramLabel = "FILE",
      description = "A llama.cpp library of your own instead of the one in the jar.")
  Optional<Path> library = Optional.empty();

  @Spec CommandSpec spec = CommandSpec.create();

  /** A line that is read. */
  record Prompt(List<Message> messages) {}

  record Message(String role, String content) {
    ChatMessage toChat() {
      return switch (role) {
        case "system" -> ChatMessage.system(content);
        case "user" -> ChatMessage.user(content);
        case "assistant" -> ChatMessage.assistant(content);
        default ->
            throw new IllegalArgumentException(
                "'%s' is no role: system, user or assistant".formatted(role));
      };
    }
  }

  /** A line that is written. */
  record Next(List<Integer> tokens, List<LikelyToken> top, List<LikelyItem> items) {}

  record LikelyToken(int token, String text, float logProbability) {}

  record LikelyItem(String id, float logProbability) {}

  @Override
  public Integer call() throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    try (TemporaryFolder folder = TemporaryFolder.create("drago-probe");
        BufferedReader lines = Files.newBufferedReader(prompts)) {
      LlamaModel loaded =
          LlamaModel.load(LlamaLibrary.open(library, folder.path()), model, ModelOptions.DEFAULT);
      try (ChatModel chat =
          new ChatModel(
              loaded,
              model.toString(),
              new ChatModel.Options(context, context, cores, 1),
              id -> Optional.empty())) {
        PrintWriter out = spec.commandLine().getOut();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          number++;
          if (!line.isBlank()) {
            out.println(JSON.writeValueAsString(next(chat, prompt(line, number))));
            out.flush();
          }
        }
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private List<ChatMessage> prompt(String line, int number) {
    try {
      return JSON.readValue(line, Prompt.class).messages().stream().map(Message::toChat).toList();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s, line %d: %s".formatted(prompts, number, e.getOriginalMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s, line %d: %s".formatted(prompts, number, e.getMessage()), e);
    }
  }

  private Next next(ChatModel chat, List<ChatMessage> messages) {
    float[] byToken = chat.nextToken(messages, Deadline.in(PATIENCE)).join();
    ItemTokens items = chat.items();
    float[] bySlot = items.bySlot(byToken);
    return new Next(
        IntStream.of(chat.promptTokens(messages)).boxed().toList(),
        best(byToken)
            .mapToObj(token -> new LikelyToken(token, chat.tokenText(token), byToken[token]))
            .toList(),
        best(bySlot)
            .mapToObj(slot -> new LikelyItem(items.ids().get(slot), bySlot[slot]))
            .toList());
  }

  private IntStream best(float[] row) {
    return IntStream.range(0, row.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -row[i]))
        .limit(top)
        .mapToInt(Integer::intValue);
  }
}
