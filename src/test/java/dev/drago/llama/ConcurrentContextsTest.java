package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contexts on several threads give the numbers that one gives alone. They did not: see
 * docs/decisions/002.
 */
final class ConcurrentContextsTest {

  private static final int THREADS = 4;
  private static final int ROUNDS = 60;
  private static final int LENGTH = 120;

  @TempDir Path directory;
  private LlamaLibrary library;
  private Path file;

  @BeforeEach
  void makeModel() {
    library = LlamaLibrary.open(Optional.empty(), directory);
    file = directory.resolve("tiny.gguf");
    List<String> ids = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
    TinyModels.sequenceModel(file, ids, 7);
  }

  @Test
  void contextsOfOneLibraryWaitForEachOther() {
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT)) {
      List<LlamaModel> same = java.util.Collections.nCopies(THREADS, model);
      assertAllEqual(same);
    }
  }

  @Test
  void contextsOfLibraryCopiesComputeSideBySide() {
    List<LlamaModel> models = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      models.add(LlamaModel.load(library.copy(i), file, ModelOptions.DEFAULT));
    }
    assertThat(models.stream().map(m -> m.library().path()).distinct()).hasSize(THREADS);
    assertAllEqual(models);
    models.forEach(LlamaModel::close);
  }

  private static void assertAllEqual(List<LlamaModel> models) {
    float[] expected = decode(models.getFirst(), 1);
    List<CompletableFuture<float[]>> results = new ArrayList<>();
    for (LlamaModel model : models) {
      CompletableFuture<float[]> result = new CompletableFuture<>();
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  result.complete(decode(model, ROUNDS));
                } catch (RuntimeException | Error e) {
                  result.completeExceptionally(e);
                }
              });
      results.add(result);
    }
    for (CompletableFuture<float[]> result : results) {
      assertThat(result.join()).containsExactly(expected);
    }
  }

  /** The logits after the same tokens, decoded again and again; any round that differs fails. */
  private static float[] decode(LlamaModel model, int rounds) {
    ContextOptions options = ContextOptions.logits(LENGTH, 1, 1);
    try (LlamaContext context = model.newContext(options)) {
      Batch batch = new Batch(LENGTH);
      for (int i = 0; i < LENGTH; i++) {
        batch.add(8 + i * 3 % 500, i, 0, i == LENGTH - 1);
      }
      context.decode(batch);
      float[] first = context.logits(LENGTH - 1);
      for (int round = 1; round < rounds; round++) {
        context.clear();
        context.decode(batch);
        assertThat(context.logits(LENGTH - 1)).containsExactly(first);
      }
      return first;
    }
  }
}
