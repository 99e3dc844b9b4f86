package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.drago.llama.TinyModels.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked, the process lives on and the next good call gives the right answer. */
class HostileInputTest {

  @TempDir static Path directory;

  private static LlamaLibrary library;
  private static Path file;
  private static LlamaModel model;
  private static float[] expected = {};

  private final Batch batch = new Batch(256);
  private LlamaContext context;

  @BeforeAll
  static void load() {
    library = LlamaLibrary.open(Optional.empty(), directory);
    List<String> items = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
    file = TinyModels.sequenceModel(directory.resolve("tiny.gguf"), items, 5);
    model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
    try (LlamaContext fresh = model.newContext(ContextOptions.logits(64, 2, 1))) {
      expected = good(fresh);
    }
  }

  @AfterAll
  static void unload() {
    model.close();
  }

  @BeforeEach
  void open() {
    context = model.newContext(ContextOptions.logits(64, 2, 1));
  }

  @AfterEach
  void stillAnswers() {
    assertThat(good(context)).isEqualTo(expected);
    context.close();
  }

  private static float[] good(LlamaContext context) {
    context.clear();
    Batch batch = new Batch(2).add(1, 0, 0, false).add(9, 1, 0, true);
    context.decode(batch);
    return context.logits(1);
  }

  private static void refused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void tokensOutsideTheVocabularyAreRefused() {
    for (int token : new int[] {-1, 64, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      refused(() -> context.decode(batch.clear().add(token, 0, 0, true)), "vocabulary of 64");
    }
  }

  @Test
  void emptyBatchesAreRefused() {
    refused(() -> context.decode(batch.clear()), "empty");
  }

  @Test
  void batchesLargerThanTheContextTakesAreRefused() {
    batch.clear();
    for (int i = 0; i < 65; i++) {
      batch.add(1, i, 0, false);
    }
    refused(() -> context.decode(batch), "takes 64");
  }

  @Test
  void sequencesThatDoNotExistAreRefused() {
    for (int sequence : new int[] {-1, 2, 1 << 30}) {
      refused(() -> context.decode(batch.clear().add(1, 0, sequence, true)), "not one of 0 to 1");
      refused(() -> context.length(sequence), "not one of");
      refused(() -> context.removeSequence(sequence, 0, 1), "not one of");
      refused(() -> context.copySequence(sequence, 0, 0, 1), "not one of");
      refused(() -> context.copySequence(0, sequence, 0, 1), "not one of");
      refused(() -> context.saveSequence(sequence), "not one of");
      SequenceState empty = context.saveSequence(0);
      refused(() -> context.restoreSequence(sequence, empty), "not one of");
    }
  }

  @Test
  void gapsAndRepetitionsOfPositionsAreRefused() {
    context.decode(batch.clear().add(1, 0, 0, true));
    for (int position : new int[] {0, 2, -1, 64, Integer.MAX_VALUE}) {
      refused(() -> context.decode(batch.clear().add(1, position, 0, true)), "does not continue");
    }
    refused(() -> context.decode(batch.clear().add(1, 1, 0, true).add(1, 1, 0, true)), "continue");
    refused(() -> context.removeSequence(0, 0, 0), "gap");
    refused(() -> context.copySequence(0, 0, 0, 1), "continue");
    refused(() -> context.copySequence(0, 1, 1, 2), "continue");
  }

  @Test
  void aFullCacheIsToldAndTheRestRemains() {
    batch.clear();
    for (int i = 0; i < 60; i++) {
      batch.add(8, i, 0, false);
    }
    context.decode(batch);
    batch.clear();
    for (int i = 0; i < 5; i++) {
      batch.add(8, i, 1, i == 4);
    }
    assertThatThrownBy(() -> context.decode(batch)).isInstanceOf(KvFullException.class);
    assertThat(context.length(0)).isEqualTo(60);
    assertThat(context.length(1)).isZero();
    context.removeSequence(0, 30, Integer.MAX_VALUE);
    context.decode(batch);
    assertThat(context.usedCells()).isEqualTo(35);
  }

  @Test
  void aFragmentedCacheIsToldAndTheRestRemains() {
    for (int i = 0; i < 32; i++) {
      context.decode(batch.clear().add(8, i, 0, false).add(9, i, 1, false));
    }
    context.removeSequence(1, 0, Integer.MAX_VALUE);
    batch.clear();
    for (int i = 0; i < 20; i++) {
      batch.add(8, i, 1, false);
    }
    assertThatThrownBy(() -> context.decode(batch)).isInstanceOf(KvFullException.class);
    assertThat(context.usedCells()).isEqualTo(32);
    assertThat(context.length(0)).isEqualTo(32);
    context.decode(batch.clear().add(9, 0, 1, true));
  }

  @Test
  void aSavedSequenceThatDoesNotFitIsRefused() {
    try (LlamaContext large = model.newContext(ContextOptions.logits(128, 1, 1))) {
      batch.clear();
      for (int i = 0; i < 100; i++) {
        batch.add(8, i, 0, false);
      }
      large.decode(batch);
      SequenceState state = large.saveSequence(0);
      assertThatThrownBy(() -> context.restoreSequence(0, state))
          .isInstanceOf(KvFullException.class);
      assertThat(context.usedCells()).isZero();
    }
  }

  @Test
  void aSequenceOfAnotherModelOrKindIsRefused() {
    context.decode(batch.clear().add(1, 0, 0, true));
    SequenceState state = context.saveSequence(0);
    try (LlamaModel another = LlamaModel.load(library, file, ModelOptions.DEFAULT);
        LlamaContext other = another.newContext(ContextOptions.logits(64, 1, 1));
        LlamaContext flash =
            model.newContext(ContextOptions.logits(64, 1, 1).withFlashAttention(true))) {
      refused(() -> other.restoreSequence(0, state), "another model");
      refused(() -> flash.restoreSequence(0, state), "another kind");
    }
  }

  @Test
  void resultsThatWereNotAskedForAreRefused() {
    refused(() -> context.logits(0), "no result");
    context.decode(batch.clear().add(1, 0, 0, false).add(8, 1, 0, true));
    refused(() -> context.logits(0), "no result");
    refused(() -> context.logits(2), "no result");
    refused(() -> context.logits(-1), "no result");
    refused(() -> context.logits(1, new float[3]), "array of 3");
    assertThatThrownBy(() -> context.embedding(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> context.tokenEmbedding(0)).isInstanceOf(IllegalStateException.class);
    assertThat(catchThrowable(() -> context.decode(batch.clear()))).isNotNull();
    refused(() -> context.logits(1), "no result");
  }

  @Test
  void otherThreadsAreRefused() throws InterruptedException {
    Throwable[] thrown = new Throwable[3];
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  thrown[0] = catchThrowable(() -> context.clear());
                  thrown[1] = catchThrowable(() -> context.decode(batch));
                  thrown[2] = catchThrowable(() -> context.close());
                });
    thread.join();
    assertThat(thrown).allMatch(WrongThreadException.class::isInstance);
    Thread virtual =
        Thread.ofVirtual()
            .start(
                () ->
                    thrown[0] =
                        catchThrowable(
                            () -> model.newContext(ContextOptions.logits(64, 1, 1)).close()));
    virtual.join();
    assertThat(thrown[0]).isInstanceOf(WrongThreadException.class).hasMessageContaining("platform");
  }

  @Test
  void closedContextsAndModelsAreRefused() {
    LlamaModel other = LlamaModel.load(library, file, ModelOptions.DEFAULT);
    LlamaContext open = other.newContext(ContextOptions.logits(64, 2, 1));
    other.close();
    other.close();
    assertThatThrownBy(() -> other.newContext(ContextOptions.logits(64, 1, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> other.vocabulary().tokenize("a", false, false))
        .isInstanceOf(IllegalStateException.class);
    // Freed only with its last context.
    assertThat(good(open)).isEqualTo(expected);
    open.close();
    open.close();
    assertThatThrownBy(open::clear).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> open.decode(batch)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void poolingThatADecoderCannotDoIsRefused() {
    for (Pooling pooling : List.of(Pooling.MEAN, Pooling.CLS)) {
      refused(
          () -> model.newContext(ContextOptions.embeddings(64, 1, 1, pooling)).close(),
          "needs an encoder");
    }
  }

  @Test
  void pooledSequencesThatEndTheProcessAreRefused() {
    try (LlamaContext pooled =
        model.newContext(ContextOptions.embeddings(64, 8, 1, Pooling.LAST))) {
      refused(() -> pooled.decode(batch.clear().add(1, 0, 5, true)), "number its sequences");
      refused(() -> pooled.embedding(0), "no result");
      assertThatThrownBy(() -> pooled.logits(0)).isInstanceOf(IllegalStateException.class);
      pooled.decode(batch.clear().add(1, 0, 0, true));
      assertThat(pooled.embedding(0)).hasSize(32).doesNotContain(0f);
    }
  }

  @Test
  void aContextLargerThanTheMachineIsRefused() {
    assertThatThrownBy(() -> ContextParams.requireMemory(1 << 20, 64L << 30, 16L << 30))
        .isInstanceOf(LlamaException.class)
        .hasMessage(
            "a context of 1048576 tokens takes 65536 MB, more than the 16384 MB of this machine");
    assertThat(model.cacheBytesPerToken()).isEqualTo(2 * 2 * 2 * 16);
  }

  @Test
  void flippedBitsOfADecoderAreRefusedOrHarmless() throws IOException {
    flip(
        file,
        odd -> {
          try (LlamaContext its = odd.newContext(ContextOptions.logits(64, 2, 1))) {
            assertThat(good(its)).hasSize(64);
          }
        });
  }

  @Test
  void flippedBitsOfAnEncoderAreRefusedOrHarmless() throws IOException {
    Path encoder =
        TinyModels.encoder(Shape.SMALL, List.of("good", "bad", "film", "ing"), 3)
            .write(directory.resolve("encoder.gguf"));
    flip(
        encoder,
        odd -> {
          try (LlamaContext its =
              odd.newContext(ContextOptions.embeddings(64, 1, 1, Pooling.MEAN))) {
            its.decode(batch.clear().add(2, 0, 0, true).add(5, 1, 0, true));
            assertThat(its.embedding(0)).hasSize(32);
          }
        });
  }

  private static void flip(Path file, Consumer<LlamaModel> use) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    long data = Gguf.read(file).tensors().getFirst().offset();
    long seed = Long.getLong("flip.seed", System.nanoTime());
    System.out.println("flip.seed " + seed);
    Random random = new Random(seed);
    int loaded = 0;
    for (int i = 0; i < Integer.getInteger("flip.count", 500); i++) {
      byte[] flipped = whole.clone();
      for (int flips = 1 + random.nextInt(2); flips > 0; flips--) {
        flipped[random.nextInt((int) data)] ^= (byte) (1 << random.nextInt(8));
      }
      Path target = Files.write(directory.resolve("flipped.gguf"), flipped);
      try (LlamaModel odd = LlamaModel.load(library, target, ModelOptions.DEFAULT)) {
        use.accept(odd);
        assertThat(odd.vocabulary().tokenize("<item:3> and a b, good", true, true)).isNotNull();
        assertThat(odd.vocabulary().piece(8, true)).isNotNull();
        loaded++;
      } catch (InvalidModelException e) {
        assertThat(e).hasMessageContaining("flipped.gguf");
      }
    }
    assertThat(loaded).isPositive();
  }

  @Test
  void filesThatAreNoModelsAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length - 31; length += 97) {
      Path cut = Files.write(directory.resolve("cut.gguf"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> LlamaModel.load(library, cut, ModelOptions.DEFAULT))
          .isInstanceOf(InvalidModelException.class);
    }
  }
}
