package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A library of one's own against the bundled one, on the processor: the same numbers within what
 * another order of summation makes.
 */
@EnabledIfEnvironmentVariable(
    named = "DRAGO_LIBRARY",
    matches = ".+",
    disabledReason = "DRAGO_LIBRARY names no library: native/build.sh makes one")
final class OwnLibraryTest {

  private static final int LENGTH = 60;
  private static final double TOLERANCE = 2e-3;

  @TempDir Path directory;
  private LlamaLibrary own;
  private LlamaLibrary bundled;

  @BeforeEach
  void open() {
    own = LlamaLibrary.open(Optional.of(Path.of(System.getenv("DRAGO_LIBRARY"))), directory);
    bundled = LlamaLibrary.open(Optional.empty(), directory);
  }

  @Test
  void itFindsTheProcessorAndUsesNothingThatIsNotThere() {
    assertThat(own.devices()).extracting(Device::kind).contains(Device.Kind.CPU);
    assertThat(own.processorFeatures().missing()).isEmpty();
    assertThat(own.processorFeatures().used()).isNotEmpty();
    assertThat(own.hasGpu())
        .isEqualTo(own.devices().stream().anyMatch(device -> device.kind() == Device.Kind.GPU));
  }

  @Test
  void aDecoderGivesTheSameLogits() {
    Path file = directory.resolve("decoder.gguf");
    TinyModels.sequenceModel(file, IntStream.range(0, 500).mapToObj(Integer::toString).toList(), 7);
    assertThat(logits(own, file)).containsExactly(logits(bundled, file), within((float) TOLERANCE));
  }

  @Test
  void aSequenceCopiedAndCutGivesTheSameLogitsAsOneDecodedWhole() {
    Path file = directory.resolve("decoder.gguf");
    TinyModels.sequenceModel(file, IntStream.range(0, 500).mapToObj(Integer::toString).toList(), 7);
    try (LlamaModel model = LlamaModel.load(own, file, ModelOptions.DEFAULT);
        LlamaContext context = model.newContext(ContextOptions.logits(4 * LENGTH, 2, 1))) {
      Batch batch = new Batch(LENGTH);
      fill(batch, 0, 0, LENGTH - 1, model);
      context.decode(batch);
      context.copySequence(0, 1, 0, LENGTH - 1);
      batch.clear();
      fill(batch, 1, LENGTH - 1, LENGTH, model);
      context.decode(batch);
      assertThat(context.logits(0))
          .containsExactly(logits(bundled, file), within((float) TOLERANCE));
    }
  }

  @Test
  void copiesOfItComputeSideBySide() {
    List<LlamaLibrary> copies = List.of(own, own.copy(1), own.copy(2));
    assertThat(copies).doesNotHaveDuplicates();
    Path file = directory.resolve("decoder.gguf");
    TinyModels.sequenceModel(file, List.of("1", "2", "3"), 7);
    float[] expected = logits(own, file);
    copies.parallelStream()
        .forEach(
            copy -> {
              for (int round = 0; round < 20; round++) {
                assertThat(logits(copy, file)).containsExactly(expected);
              }
            });
  }

  private static float[] logits(LlamaLibrary library, Path file) {
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
        LlamaContext context = model.newContext(ContextOptions.logits(2 * LENGTH, 1, 1))) {
      Batch batch = new Batch(LENGTH);
      fill(batch, 0, 0, LENGTH, model);
      context.decode(batch);
      return context.logits(LENGTH - 1);
    }
  }

  private static void fill(Batch batch, int sequence, int from, int to, LlamaModel model) {
    for (int position = from; position < to; position++) {
      int token = (position * 31 + 9) % model.vocabulary().size();
      batch.add(token, position, sequence, position == to - 1);
    }
  }
}
