package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.llama.TinyModels.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {

  @TempDir static Path directory;

  private static LlamaLibrary library;
  private static Path file;

  @BeforeAll
  static void write() {
    library = LlamaLibrary.open(Optional.empty(), directory);
    List<String> ids = IntStream.range(0, 24).mapToObj(Integer::toString).toList();
    file = TinyModels.sequenceModel(directory.resolve("m.gguf"), ids, 9);
  }

  @Test
  void atTemperatureZeroTheLikeliestIsChosen() {
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
        LlamaContext context = model.newContext(ContextOptions.logits(32, 1, 1));
        Sampler sampler = new Sampler(library, SamplerOptions.GREEDY)) {
      context.decode(new Batch(1).add(1, 0, 0, true));
      float[] logits = context.logits(0);
      int best =
          IntStream.range(0, logits.length)
              .reduce((a, b) -> logits[b] > logits[a] ? b : a)
              .orElse(0);
      assertThat(sampler.sample(context, 0)).isEqualTo(best);
      assertThatThrownBy(() -> sampler.sample(context, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theSameSeedChoosesTheSame() {
    SamplerOptions options = new SamplerOptions(1.5f, 20, 0.95f, 0.01f, 1.1f, 64, 42);
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
        LlamaContext context = model.newContext(ContextOptions.logits(64, 1, 1));
        Sampler sampler = new Sampler(library, options);
        Sampler twin = new Sampler(library, options)) {
      int[] first = generate(context, sampler);
      assertThat(generate(context, twin)).isEqualTo(first);
      sampler.reset();
      assertThat(generate(context, sampler)).isEqualTo(first);
      assertThat(Arrays.stream(first).distinct().count()).isGreaterThan(3);
    }
  }

  @Test
  void brokenWeightsAreToldInsteadOfSorted() {
    GgufWriter writer = TinyModels.sequence(Shape.SMALL, List.of("1"), 1).writer();
    float[] broken = new float[32];
    Arrays.fill(broken, Float.NaN);
    writer.tensor("output_norm.weight", broken, 32);
    try (LlamaModel model =
            LlamaModel.load(
                library, writer.write(directory.resolve("nan.gguf")), ModelOptions.DEFAULT);
        LlamaContext context = model.newContext(ContextOptions.logits(32, 1, 1));
        Sampler sampler = new Sampler(library, new SamplerOptions(1, 5, 1, 0, 1, 0, 1))) {
      context.decode(new Batch(1).add(1, 0, 0, true));
      assertThatThrownBy(() -> sampler.sample(context, 0))
          .isInstanceOf(LlamaException.class)
          .hasMessageContaining("not a number");
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new SamplerOptions(-1, 0, 1, 0, 1, 0, 0))
        .hasMessageContaining("temperature");
    assertThatThrownBy(() -> new SamplerOptions(Float.NaN, 0, 1, 0, 1, 0, 0))
        .hasMessageContaining("temperature");
    assertThatThrownBy(() -> new SamplerOptions(1, 0, 0, 0, 1, 0, 0)).hasMessageContaining("topP");
    assertThatThrownBy(() -> new SamplerOptions(1, -1, 1, 0, 1, 0, 0)).hasMessageContaining("topK");
  }

  @Test
  void aClosedSamplerIsRefused() {
    Sampler sampler = new Sampler(library, SamplerOptions.GREEDY);
    sampler.close();
    sampler.close();
    assertThatThrownBy(() -> sampler.accept(1)).isInstanceOf(IllegalStateException.class);
  }

  private static int[] generate(LlamaContext context, Sampler sampler) {
    context.clear();
    Batch batch = new Batch(1);
    int[] tokens = new int[20];
    int token = 1;
    for (int i = 0; i < tokens.length; i++) {
      context.decode(batch.clear().add(token, i, 0, true));
      token = sampler.sample(context, 0);
      tokens[i] = token;
    }
    return tokens;
  }
}
