package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.inference.SentenceEmbedder.Kind;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The multilingual E5 against a forward pass in numpy and the `tokenizers` library, as
 * check_multilingual.py wrote them down. Needs its GGUF in $DRAGO_CHAT_MODELS.
 */
class MultilingualEmbedderTest {

  private static final String FILE = "multilingual-e5-small.gguf";

  @TempDir Path directory;
  private @Nullable SentenceEmbedder embedder;

  @BeforeEach
  void load() {
    String folder = System.getenv("DRAGO_CHAT_MODELS");
    assumeThat(folder).as("DRAGO_CHAT_MODELS, a folder with %s", FILE).isNotNull();
    Path file = Path.of(Objects.requireNonNull(folder)).resolve(FILE);
    assumeThat(Files.exists(file)).as("there is a %s", file).isTrue();
    LlamaModel model =
        LlamaModel.load(LlamaLibrary.open(Optional.empty(), directory), file, ModelOptions.DEFAULT);
    embedder = new SentenceEmbedder(List.of(model), new ModelSize(1, 1, 1), 64);
  }

  @AfterEach
  void unload() {
    if (embedder != null) {
      embedder.close();
    }
  }

  @Test
  void textsBecomeTheTokensAndVectorsOfTheReference() throws IOException {
    SentenceEmbedder model = Objects.requireNonNull(embedder);
    try (InputStream in = getClass().getResourceAsStream("/embedder/multilingual-e5-small.json")) {
      JsonNode texts = new ObjectMapper().readTree(Objects.requireNonNull(in)).get("texts");
      assertThat(texts).hasSizeGreaterThan(10);
      for (JsonNode reference : texts) {
        String text = reference.get("text").asText();
        Kind kind = Kind.valueOf(reference.get("role").asText().toUpperCase(Locale.ROOT));
        int[] tokens = new int[reference.get("tokens").size()];
        for (int i = 0; i < tokens.length; i++) {
          tokens[i] = reference.get("tokens").get(i).asInt();
        }
        assertThat(model.tokens(text, kind)).as(text).containsExactly(tokens);
        float[] vector = model.embed(text, kind, Deadline.none()).join();
        double dot = 0;
        for (int d = 0; d < vector.length; d++) {
          dot += vector[d] * reference.get("vector").get(d).asDouble();
        }
        assertThat(dot).as(text).isGreaterThan(0.999);
      }
    }
  }

  @Test
  void itKnowsSpanishAndKeepsItsAccents() {
    SentenceEmbedder model = Objects.requireNonNull(embedder);
    assertThat(model.knows("es")).isTrue();
    int[] composed = model.tokens("año, corazón", Kind.QUERY);
    assertThat(model.tokens(Normalizer.normalize("año, corazón", Normalizer.Form.NFD), Kind.QUERY))
        .containsExactly(composed);
    assertThat(model.tokens("ano, corazon", Kind.QUERY)).isNotEqualTo(composed);
  }
}
