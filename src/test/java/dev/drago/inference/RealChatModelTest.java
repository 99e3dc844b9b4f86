package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.inference.Generated.Finish;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Chat models as they are published, where {@code DRAGO_CHAT_MODELS} names a folder that has them.
 * What they say differs between processors, so no test looks for words.
 */
class RealChatModelTest {

  private static final String SMOL = "smollm2-135m-instruct-q4_1.gguf";
  private static final String QWEN = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf";

  private static final List<String> FILMS =
      List.of("Alien", "Aliens", "The Godfather", "Notting Hill", "Toy Story", "The Thing");

  @TempDir static Path directory;

  private static ChatModel open(String file) {
    Optional<Path> folder = Optional.ofNullable(System.getenv("DRAGO_CHAT_MODELS")).map(Path::of);
    assumeTrue(
        folder.isPresent() && Files.exists(folder.get().resolve(file)),
        "DRAGO_CHAT_MODELS names no folder with " + file);
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    LlamaModel model =
        LlamaModel.load(library, folder.orElseThrow().resolve(file), ModelOptions.DEFAULT);
    return new ChatModel(
        model, file, new ChatModel.Options(1024, 2048, 2, 16), id -> Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {SMOL, QWEN})
  void itAnswersInWordsAndEndsByItself(String file) {
    try (ChatModel model = open(file)) {
      Generated answer =
          model
              .generate(
                  GenerationRequest.greedy(
                      List.of(ChatMessage.user("Answer with one word: what colour is snow?")),
                      100,
                      Deadline.none()))
              .join();
      assertThat(answer.finish()).isEqualTo(Finish.STOP);
      assertThat(answer.text()).isNotBlank().doesNotContain("<|im_");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SMOL, QWEN})
  void underAJsonSchemaItWritesWhatTheSchemaSays(String file) throws Exception {
    ObjectMapper json = new ObjectMapper();
    JsonNode schema =
        json.readTree(
            """
            {"type":"object","properties":{
              "genre":{"enum":["Comedy","Horror","Drama"]},
              "wanted":{"type":"boolean"}},
             "required":["genre","wanted"],"additionalProperties":false}
            """);
    try (ChatModel model = open(file)) {
      Generated answer =
          model
              .generate(
                  new GenerationRequest(
                      List.of(ChatMessage.user("I want a film that makes me laugh.")),
                      60,
                      Sampling.CHAT,
                      List.of(),
                      Optional.of(JsonSchema.grammar(schema)),
                      Deadline.none()))
              .join();
      JsonNode said = json.readTree(answer.text());
      assertThat(said.path("genre").asText()).isIn("Comedy", "Horror", "Drama");
      assertThat(said.path("wanted").isBoolean()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SMOL, QWEN})
  void whatItNamesIsOfTheCatalogue(String file) {
    try (ChatModel model = open(file)) {
      Map<Integer, int[]> paths = new TreeMap<>();
      for (int i = 0; i < FILMS.size(); i++) {
        paths.put(i, model.answerPath(FILMS.get(i)));
      }
      BitSet allowed = new BitSet();
      allowed.set(1, FILMS.size()); // not Alien, of which they will think
      List<NamedItem> named =
          model
              .nameItems(
                  List.of(ChatMessage.user("I liked Alien. Name one film like it, title only.")),
                  ItemTrie.of(paths),
                  allowed,
                  8,
                  3,
                  Deadline.none())
              .join();
      assertThat(named).hasSize(3).allMatch(item -> allowed.get(item.item()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SMOL, QWEN})
  void eightConversationsShareTheirDecodes(String file) {
    try (ChatModel model = open(file)) {
      List<CompletableFuture<Generated>> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        running.add(
            model.generate(
                GenerationRequest.greedy(
                    List.of(
                        ChatMessage.system("You are a patient teacher of history."),
                        ChatMessage.user("Tell me of the year " + (1900 + i) + ".")),
                    12,
                    Deadline.none())));
      }
      int written = running.stream().mapToInt(text -> text.join().tokens()).sum();
      assertThat(model.use().decodes()).isLessThan(written);
      assertThat(model.use().cachedTokens()).isPositive();
    }
  }
}
