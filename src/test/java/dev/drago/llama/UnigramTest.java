package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.llama.TinyModels.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encoders with the unigram tokenizer that multilingual ones come with. */
class UnigramTest {

  private static final String PREFIX = "tokenizer.ggml.";
  private static final int UNKNOWN = 1;
  private static final int BOS = 2;
  private static final int EOS = 3;
  private static final List<String> PIECES =
      List.of("<pad>", "<unk>", "<s>", "</s>", "<mask>", "▁", "▁go", "od", "▁good", "a", "ñ");
  private static final float[] SCORES = {0, 0, 0, 0, 0, -3, -4, -4, -5, -6, -6};

  @TempDir Path directory;

  @Test
  void theLikeliestPiecesAreTakenAndTheTextIsNormalisedFirst() {
    Path file = unigram().write(directory.resolve("unigram.gguf"));
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT)) {
      Vocabulary vocabulary = model.vocabulary();

      assertThat(vocabulary.tokenize("good", true, false)).containsExactly(BOS, 8, EOS);
      assertThat(vocabulary.tokenize("  good   A ", true, false))
          .containsExactly(BOS, 8, 5, 9, EOS);
      assertThat(vocabulary.tokenize("ñ", false, false)).containsExactly(5, 10);
      assertThat(vocabulary.tokenize("goodod", false, false)).containsExactly(8, 7);
      assertThat(vocabulary.tokenize("a映画", false, false)).containsExactly(5, 9, UNKNOWN);
      assertThat(vocabulary.tokenize("", true, false)).containsExactly(BOS, EOS);
    }
  }

  @Test
  void whatWouldEndTheProcessWhileTokenizingIsRefused() {
    refuse("bos_token_id is missing", w -> w.remove(PREFIX + "bos_token_id"));
    refuse("have no scores", w -> w.remove(PREFIX + "scores"));
    float[] wrong = SCORES.clone();
    wrong[7] = Float.NaN;
    refuse("no numbers", w -> w.raw(PREFIX + "scores", 9, floats(wrong)));
    refuse("10 scores for 11", w -> w.raw(PREFIX + "scores", 9, floats(new float[10])));
    refuse("unknown_token_id", w -> w.whole(PREFIX + "unknown_token_id", 11));
    byte[] map = CharacterMapTest.lowerA();
    map[map.length - 1] = 'x';
    refuse(
        "its character map does not end its last text",
        w -> w.raw(PREFIX + "precompiled_charsmap", 9, bytes(map)));
    refuse("wrong type", w -> w.text(PREFIX + "precompiled_charsmap", "abc"));
    refuse("wrong type", w -> w.wholes(PREFIX + "precompiled_charsmap", List.of(1, 2, 3)));
  }

  private void refuse(String sentence, UnaryOperator<GgufWriter> change) {
    Path file = change.apply(unigram()).write(directory.resolve("wrong.gguf"));
    assertThatThrownBy(() -> Gguf.read(file).requireRunnable())
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(sentence);
  }

  private static GgufWriter unigram() {
    List<String> words = PIECES.subList(5, PIECES.size());
    return TinyModels.encoder(Shape.SMALL, words, 5)
        .writer()
        .text(PREFIX + "model", "t5")
        .texts(PREFIX + "tokens", PIECES)
        .raw(PREFIX + "scores", 9, floats(SCORES))
        .raw(PREFIX + "precompiled_charsmap", 9, bytes(CharacterMapTest.lowerA()))
        .whole(PREFIX + "eos_token_id", EOS)
        .flag(PREFIX + "add_bos_token", true)
        .flag(PREFIX + "add_eos_token", true)
        .flag(PREFIX + "add_space_prefix", true)
        .flag(PREFIX + "remove_extra_whitespaces", true);
  }

  private static byte[] floats(float[] values) {
    ByteBuffer array = ByteBuffer.allocate(12 + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    array.putInt(6).putLong(values.length);
    for (float value : values) {
      array.putFloat(value);
    }
    return array.array();
  }

  private static byte[] bytes(byte[] values) {
    ByteBuffer array = ByteBuffer.allocate(12 + values.length).order(ByteOrder.LITTLE_ENDIAN);
    return array.putInt(0).putLong(values.length).put(values).array();
  }
}
