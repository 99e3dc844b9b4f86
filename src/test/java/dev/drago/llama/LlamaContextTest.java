package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.drago.llama.TinyModels.Shape;
import dev.drago.llama.TinyModels.Tiny;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a context computes, against an oracle and against itself by other ways. */
class LlamaContextTest {

  private static final List<String> ITEMS =
      IntStream.range(0, 50).mapToObj(Integer::toString).toList();
  private static final float SAME = 2e-3f;

  @TempDir static Path directory;

  private static Tiny tiny;
  private static LlamaModel model;

  private LlamaContext context;
  private final Batch batch = new Batch(64);

  @BeforeAll
  static void load() {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    tiny = TinyModels.sequence(Shape.SMALL, ITEMS, 7);
    Path file = tiny.write(directory.resolve("tiny.gguf"));
    model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
  }

  @AfterAll
  static void unload() {
    model.close();
  }

  @BeforeEach
  void open() {
    context = model.newContext(ContextOptions.logits(64, 4, 1));
  }

  @AfterEach
  void close() {
    context.close();
  }

  @ParameterizedTest
  @CsvSource({"false, 1e-4", "true, 1e-2"}) // Flash attention adds up in 16 bits.
  void logitsAreThoseOfTheForwardPassInDoublePrecision(boolean flashAttention, double tolerance) {
    int[] tokens = {1, 8, 30, 9, 9, 57, 12, 41};
    double[][] expected = new ReferenceQwen2(tiny).logits(tokens);
    try (LlamaContext other =
        model.newContext(ContextOptions.logits(64, 1, 1).withFlashAttention(flashAttention))) {
      batch.clear();
      for (int i = 0; i < tokens.length; i++) {
        batch.add(tokens[i], i, 0, true);
      }
      other.decode(batch);
      double worst = 0;
      for (int i = 0; i < tokens.length; i++) {
        float[] actual = other.logits(i);
        for (int v = 0; v < actual.length; v++) {
          worst = Math.max(worst, Math.abs(actual[v] - expected[i][v]));
        }
      }
      System.out.println("largest difference, flash attention " + flashAttention + ": " + worst);
      assertThat(worst).isLessThan(tolerance);
    }
  }

  @Test
  void aPrefixReusedGivesWhatAFullDecodeGives() {
    float[] full = decode(0, 1, 8, 30, 9, 57);
    context.clear();
    decode(0, 1, 8, 30);
    assertSame(decode(0, 9, 57), full);
  }

  @Test
  void aRemovedTailIsForgotten() {
    float[] full = decode(0, 1, 8, 30);
    context.clear();
    decode(0, 1, 8, 44, 45);
    context.removeSequence(0, 2, Integer.MAX_VALUE);
    assertThat(context.length(0)).isEqualTo(2);
    assertSame(decode(0, 30), full);
  }

  @Test
  void aCopiedSequenceGoesOnLikeTheOriginal() {
    float[] left = decode(0, 1, 8, 30, 11);
    float[] right = decode(1, 1, 8, 30, 12);
    context.clear();
    decode(0, 1, 8, 30);
    context.copySequence(0, 1, 0, Integer.MAX_VALUE);
    assertThat(context.usedCells()).isEqualTo(3);
    batch.clear().add(11, 3, 0, true).add(12, 3, 1, true);
    context.decode(batch);
    assertSame(context.logits(0), left);
    assertSame(context.logits(1), right);
  }

  @Test
  void aRestoredSequenceGoesOnLikeTheOriginal() {
    decode(2, 1, 8, 30);
    SequenceState state = context.saveSequence(2);
    float[] expected = decode(2, 9);
    context.clear();
    assertThat(context.restoreSequence(1, state)).isTrue();
    assertThat(context.length(1)).isEqualTo(3);
    assertThat(context.usedCells()).isEqualTo(3);
    assertThat(decode(1, 9)).isEqualTo(expected);

    try (LlamaContext other = model.newContext(ContextOptions.logits(128, 1, 1))) {
      other.restoreSequence(0, state);
      batch.clear().add(9, 3, 0, true);
      other.decode(batch);
      assertSame(other.logits(0), expected);
    }
    state.close();
  }

  @Test
  void aClosedStateIsNotRestored() {
    float[] expected = decode(0, 1, 8, 30);
    SequenceState state = context.saveSequence(0);
    context.clear();
    decode(0, 1, 8);
    state.close();
    state.close();

    assertThat(context.restoreSequence(0, state)).isFalse();

    assertThat(context.length(0)).isEqualTo(2);
    assertSame(decode(0, 30), expected);
  }

  @Test
  void anEmptySequenceCanBeSavedAndRestored() {
    SequenceState empty = context.saveSequence(3);
    decode(0, 1, 8);
    assertThat(context.restoreSequence(0, empty)).isTrue();
    assertThat(context.length(0)).isZero();
    assertThat(context.usedCells()).isZero();
  }

  @Test
  void aCancelledDecodeLeavesTheContextAsItWas() {
    float[] expected = decode(0, 1, 8, 30, 9);
    context.clear();
    decode(0, 1, 8);
    AtomicInteger asked = new AtomicInteger();
    context.abortIf(() -> asked.incrementAndGet() > 20);
    assertThat(catchThrowable(() -> decode(0, 30, 9))).isInstanceOf(DecodeCancelledException.class);
    assertThat(asked).hasValueGreaterThan(20);
    assertThat(context.usedCells()).isEqualTo(2);
    assertThat(context.length(0)).isEqualTo(2);
    context.abortIf(null);
    assertSame(decode(0, 30, 9), expected);
  }

  @Test
  void whatTheConditionThrowsComesOutOfTheDecode() {
    context.abortIf(
        () -> {
          throw new IllegalStateException("broken condition");
        });
    assertThat(catchThrowable(() -> decode(0, 1, 8)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken condition");
    context.abortIf(() -> false);
    assertThat(decode(0, 1, 8)).hasSize(64);
  }

  @Test
  void severalRowsOfABatchHaveTheirOwnLogits() {
    float[] one = decode(0, 1, 8);
    float[] two = decode(1, 1, 9);
    context.clear();
    batch.clear();
    batch.add(1, 0, 0, false).add(1, 0, 1, false).add(8, 1, 0, true).add(9, 1, 1, true);
    context.decode(batch);
    assertSame(context.logits(2), one);
    assertSame(context.logits(3), two);
  }

  /** The logits after the last of these tokens, which continue a sequence. */
  private float[] decode(int sequence, int... tokens) {
    int from = context.length(sequence);
    batch.clear();
    for (int i = 0; i < tokens.length; i++) {
      batch.add(tokens[i], from + i, sequence, i == tokens.length - 1);
    }
    context.decode(batch);
    return context.logits(tokens.length - 1);
  }

  private static void assertSame(float[] actual, float[] expected) {
    assertThat(actual).containsExactly(expected, within(SAME));
  }
}
