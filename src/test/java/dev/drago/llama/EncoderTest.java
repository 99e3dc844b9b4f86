package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.drago.llama.TinyModels.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors of texts: of BERT, and of a decoder's last token. */
class EncoderTest {

  private static final int[] GOOD_FILM = {2, 5, 7, 3};
  private static final int[] BAD = {2, 6, 3};

  @TempDir static Path directory;

  private static LlamaModel encoder;
  private static LlamaModel decoder;
  private final Batch batch = new Batch(64);

  @BeforeAll
  static void load() {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    Path file =
        TinyModels.encoder(new Shape(32, 2, 2, 2, 64, 40), List.of("good", "bad", "film"), 3)
            .write(directory.resolve("encoder.gguf"));
    encoder = LlamaModel.load(library, file, ModelOptions.DEFAULT);
    file = TinyModels.sequenceModel(directory.resolve("decoder.gguf"), List.of("1", "2"), 3);
    decoder = LlamaModel.load(library, file, ModelOptions.DEFAULT);
  }

  @AfterAll
  static void unload() {
    encoder.close();
    decoder.close();
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aTextHasTheSameVectorAloneAndAmongOthers(Pooling pooling) {
    try (LlamaContext context = encoder.newContext(ContextOptions.embeddings(64, 4, 1, pooling))) {
      float[] good = embed(context, GOOD_FILM);
      float[] bad = embed(context, BAD);
      assertThat(good).hasSize(32).doesNotContain(Float.NaN);
      assertThat(good).isNotEqualTo(bad);
      batch.clear();
      add(0, BAD);
      add(1, GOOD_FILM);
      context.decode(batch);
      assertThat(context.embedding(0)).containsExactly(bad, within(1e-4f));
      assertThat(context.embedding(1)).containsExactly(good, within(1e-4f));
    }
  }

  @Test
  void theMeanIsThatOfTheTokens() {
    ContextOptions unpooled = new ContextOptions(64, 64, 64, 1, 1, true, Pooling.NONE, false);
    try (LlamaContext pooled =
            encoder.newContext(ContextOptions.embeddings(64, 1, 1, Pooling.MEAN));
        LlamaContext single = encoder.newContext(unpooled)) {
      float[] mean = embed(pooled, GOOD_FILM);
      batch.clear();
      add(0, GOOD_FILM);
      single.decode(batch);
      float[] sum = new float[32];
      for (int t = 0; t < GOOD_FILM.length; t++) {
        float[] vector = single.tokenEmbedding(t);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += vector[i] / GOOD_FILM.length;
        }
      }
      assertThat(mean).containsExactly(sum, within(1e-5f));
    }
  }

  @Test
  void anEncoderKeepsNothingBetweenDecodes() {
    try (LlamaContext context =
        encoder.newContext(ContextOptions.embeddings(32, 1, 1, Pooling.MEAN))) {
      float[] first = embed(context, GOOD_FILM);
      for (int i = 0; i < 30; i++) {
        assertThat(embed(context, GOOD_FILM)).isEqualTo(first);
      }
      assertThatThrownBy(() -> context.saveSequence(0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void positionsBeyondTheTrainedOnesAreRefused() {
    try (LlamaContext context =
        encoder.newContext(ContextOptions.embeddings(64, 1, 1, Pooling.MEAN))) {
      batch.clear();
      for (int i = 0; i < 41; i++) {
        batch.add(5, i, 0, true);
      }
      assertThatThrownBy(() -> context.decode(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("position 40 at index 40 is beyond the last, 39");
      assertThat(embed(context, BAD)).hasSize(32);
    }
  }

  @Test
  void anEncoderWithoutEmbeddingsIsRefused() {
    assertThatThrownBy(() -> encoder.newContext(ContextOptions.logits(64, 1, 1)).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no logits");
    ContextOptions split = new ContextOptions(64, 64, 32, 1, 1, true, Pooling.NONE, false);
    assertThatThrownBy(() -> encoder.newContext(split).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at once");
  }

  @Test
  void aDecoderGivesTheVectorOfTheLastToken() {
    ContextOptions unpooled = new ContextOptions(64, 64, 64, 1, 1, true, Pooling.NONE, false);
    try (LlamaContext pooled =
            decoder.newContext(ContextOptions.embeddings(64, 2, 1, Pooling.LAST));
        LlamaContext single = decoder.newContext(unpooled)) {
      float[] last = embed(pooled, 1, 8, 9);
      batch.clear();
      add(0, 1, 8, 9);
      single.decode(batch);
      assertThat(last).containsExactly(single.tokenEmbedding(2), within(1e-4f));
    }
  }

  private float[] embed(LlamaContext context, int... tokens) {
    context.clear();
    batch.clear();
    add(0, tokens);
    context.decode(batch);
    return context.embedding(0);
  }

  private void add(int sequence, int... tokens) {
    for (int i = 0; i < tokens.length; i++) {
      batch.add(tokens[i], i, sequence, true);
    }
  }
}
