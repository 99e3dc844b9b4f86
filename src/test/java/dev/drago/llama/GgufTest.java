package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.llama.TinyModels.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are whole are read, all others refused with a sentence; no native code is run. */
class GgufTest {

  @TempDir Path directory;

  private static GgufWriter tiny() {
    return TinyModels.sequence(Shape.SMALL, List.of("a", "b", "ü 1"), 1).writer();
  }

  private static GgufWriter encoder() {
    return TinyModels.encoder(Shape.SMALL, List.of("good", "film"), 1).writer();
  }

  @Test
  void readsWhatWasWritten() {
    GgufWriter writer =
        tiny()
            .raw("odd.numbers", 9, concat(intBytes(10), longBytes(2), longBytes(7), longBytes(8)));
    Gguf file = Gguf.read(writer.write(directory.resolve("m.gguf")));
    assertThat(file.version()).isEqualTo(3);
    assertThat(file.architecture()).isEqualTo("qwen2");
    assertThat(file.integer("qwen2.block_count")).hasValue(2);
    assertThat(file.real("qwen2.rope.freq_base")).hasValue(10_000.0);
    assertThat(file.flag("tokenizer.ggml.add_bos_token")).contains(false);
    assertThat(file.integers("odd.numbers")).contains(List.of(7L, 8L));
    assertThat(file.strings("tokenizer.ggml.tokens").orElseThrow())
        .startsWith("<pad>", "<bos>")
        .contains("<item:ü 1>");
    assertThat(file.string("qwen2.block_count")).isEmpty();
    assertThat(file.tensors().getFirst().name()).isEqualTo("token_embd.weight");
    assertThat(file.tensors().getFirst().shape()).containsExactly(32L, 32L);
    assertThat(file.tensors().getFirst().offset() % 32).isZero();
    file.requireRunnable();
    Gguf.read(encoder().write(directory.resolve("e.gguf"))).requireRunnable();
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(() -> Gguf.read(directory.resolve("none.gguf")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("none.gguf")
        .hasMessageContaining("there is no such file");
  }

  @Test
  void refusesADirectoryAndAnEmptyFile() throws IOException {
    assertThatThrownBy(() -> Gguf.read(directory)).isInstanceOf(InvalidModelException.class);
    Path empty = Files.createFile(directory.resolve("empty"));
    assertThatThrownBy(() -> Gguf.read(empty)).isInstanceOf(InvalidModelException.class);
  }

  @Test
  void refusesAFileCutAnywhere() throws IOException {
    byte[] whole = tiny().bytes();
    int header = tiny().header().length;
    Random random = new Random(3);
    for (int i = 0; i < 600; i++) {
      int length = i < 300 ? random.nextInt(header) : random.nextInt(whole.length - 31);
      Path file = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Gguf.read(file))
          .as("cut to %d bytes", length)
          .isInstanceOf(InvalidModelException.class);
    }
  }

  @Test
  void noFlippedBitsDoMoreThanMakeTheFileInvalid() throws IOException {
    byte[] whole = tiny().bytes();
    int header = tiny().header().length;
    Random random = new Random(4);
    int refused = 0;
    for (int i = 0; i < 1_500; i++) {
      byte[] flipped = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        flipped[random.nextInt(header)] ^= (byte) (1 << random.nextInt(8));
      }
      Path file = Files.write(directory.resolve("flipped"), flipped);
      try {
        Gguf.read(file).requireRunnable();
      } catch (InvalidModelException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        bytes("wrong magic", "does not begin", b -> b.put(0, (byte) 'X')),
        bytes("version 1", "version 1", b -> b.putInt(4, 1)),
        bytes("version of the other endianness", "version", b -> b.putInt(4, 0x0300_0000)),
        bytes("too many tensors", "tensors", b -> b.putLong(8, 1L << 40)),
        bytes("negative tensors", "tensors", b -> b.putLong(8, -1)),
        bytes("too much metadata", "metadata entries", b -> b.putLong(16, Long.MAX_VALUE)),
        bytes("key beyond the end", "metadata key", b -> b.putLong(24, 1L << 25)),
        bytes("negative key length", "metadata key", b -> b.putLong(24, -5)),
        bytes("empty key", "", b -> b.putLong(24, 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refusesAMalformedContainer(String name, String sentence, Consumer<ByteBuffer> change)
      throws IOException {
    byte[] content = tiny().bytes();
    change.accept(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
    Path file = Files.write(directory.resolve("bad.gguf"), content);
    assertThatThrownBy(() -> Gguf.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("bad.gguf")
        .hasMessageContaining(sentence);
  }

  static Stream<Arguments> wrong() {
    String tokens = "tokenizer.ggml.tokens";
    String types = "tokenizer.ggml.token_type";
    return Stream.of(
        decoder("unknown architecture", "'gpt5'", w -> w.text("general.architecture", "gpt5")),
        decoder("no architecture", "architecture ''", w -> w.remove("general.architecture")),
        decoder("alignment not u32", "wrong type", w -> w.text("general.alignment", "32")),
        decoder("odd alignment", "power of two", w -> w.whole("general.alignment", 33)),
        decoder("zero alignment", "power of two", w -> w.whole("general.alignment", 0)),
        decoder("split file", "one part", w -> w.whole("split.count", 2)),
        decoder("no layers", "block_count", w -> w.whole("qwen2.block_count", 0)),
        decoder("missing layers", "block_count", w -> w.remove("qwen2.block_count")),
        decoder("layers as text", "block_count", w -> w.text("qwen2.block_count", "2")),
        decoder("more layers", "blk.2.attn_norm", w -> w.whole("qwen2.block_count", 3)),
        decoder("no heads", "head_count", w -> w.whole("qwen2.attention.head_count", 0)),
        decoder("uneven heads", "divide", w -> w.whole("qwen2.attention.head_count", 3)),
        decoder(
            "more key heads", "head_count_kv", w -> w.whole("qwen2.attention.head_count_kv", 4)),
        decoder("other width", "shape", w -> w.whole("qwen2.embedding_length", 64)),
        decoder("other head width", "key_length", w -> w.whole("qwen2.attention.key_length", 8)),
        decoder("other rotation", "rope", w -> w.whole("qwen2.rope.dimension_count", 8)),
        decoder("unknown scaling", "scaling", w -> w.text("qwen2.rope.scaling.type", "huge")),
        decoder("experts", "experts", w -> w.whole("qwen2.expert_count", 8)),
        decoder("no context", "context_length", w -> w.whole("qwen2.context_length", -1)),
        decoder(
            "NaN epsilon",
            "epsilon",
            w -> w.real("qwen2.attention.layer_norm_rms_epsilon", Float.NaN)),
        decoder("no tokens", "tokens", w -> w.remove(tokens)),
        decoder("tokens are numbers", "wrong type", w -> w.wholes(tokens, List.of(1, 2))),
        decoder("fewer tokens", "types", w -> w.texts(tokens, List.of("a", "b"))),
        decoder("equal tokens", "twice", w -> w.texts(tokens, Collections.nCopies(32, "a"))),
        decoder("fewer types", "types", w -> w.wholes(types, List.of(1))),
        decoder("unknown type", "type 9", w -> w.wholes(types, Collections.nCopies(32, 9))),
        decoder("byte tokens", "type 6", w -> w.wholes(types, Collections.nCopies(32, 6))),
        decoder("types as text", "wrong type", w -> w.texts(types, List.of("a"))),
        decoder(
            "types of one byte",
            "wrong type",
            w -> w.raw(types, 9, concat(intBytes(0), longBytes(32), new byte[32]))),
        decoder("no merges", "merges", w -> w.remove("tokenizer.ggml.merges")),
        decoder("other tokenizer", "'t5'", w -> w.text("tokenizer.ggml.model", "t5")),
        decoder(
            "other splitter", "'chatglm-bpe'", w -> w.text("tokenizer.ggml.pre", "chatglm-bpe")),
        decoder("bos out of range", "bos", w -> w.whole("tokenizer.ggml.bos_token_id", 32)),
        decoder("negative eos", "eos", w -> w.whole("tokenizer.ggml.eos_token_id", -1)),
        decoder("no embedding", "token_embd", w -> w.remove("token_embd.weight")),
        decoder("no bias", "attn_q.bias", w -> w.remove("blk.1.attn_q.bias")),
        decoder("other shape", "shape", w -> w.tensor("output_norm.weight", new float[16], 16)),
        decoder(
            "norm in 16 bits",
            "must be F32",
            w -> w.tensor("output_norm.weight", 1, new byte[64], 32)),
        decoder("unknown tensor type", "type 99", w -> w.tensor("x", 99, new byte[32], 8)),
        decoder("integer tensor", "type 26", w -> w.tensor("x", 26, new byte[32], 8)),
        decoder("uneven blocks", "multiple of 256", w -> w.tensor("x", 12, new byte[32], 32)),
        decoder("nothing in it", "dimension", w -> w.tensor("x", 0, new byte[0], 0)),
        decoder("overflowing size", "overflows", w -> w.tensor("x", 0, new byte[0], M, M, M, M)),
        decoder("data beyond the end", "truncated", w -> w.tensor("x", 0, new byte[32], 1 << 20)),
        decoder(
            "data out of step",
            "due",
            w -> w.tensor("x", 0, new byte[8], 1000, 100).tensor("y", 0, new byte[8], 2)),
        decoder("long name", "name", w -> w.tensor("x".repeat(64), 0, new byte[4], 1)),
        decoder("array of arrays", "arrays", w -> w.raw("x", 9, concat(intBytes(9), longBytes(1)))),
        decoder("endless array", "claims", w -> w.raw("x", 9, concat(intBytes(8), longBytes(-1)))),
        decoder(
            "long array",
            "more than the file",
            w -> w.raw("x", 9, concat(intBytes(4), longBytes(1 << 23)))),
        decoder("unknown value type", "unknown type 77", w -> w.raw("x", 77, new byte[4])),
        decoder("neither true nor false", "neither", w -> w.raw("x", 7, new byte[] {5})),
        decoder(
            "text not UTF-8",
            "UTF-8",
            w -> w.raw("x", 8, concat(longBytes(1), new byte[] {(byte) 0xff}))),
        bert("causal", "causal", w -> w.flag("bert.attention.causal", true)),
        bert("longer context", "position_embd", w -> w.whole("bert.context_length", 512)),
        bert("more token types", "token_types", w -> w.whole("tokenizer.ggml.token_type_count", 3)),
        bert(
            "token types in 16 bits",
            "must be F32",
            w -> w.tensor("token_types.weight", 1, new byte[128], 32, 2)),
        bert("no unknown token", "unknown", w -> w.remove("tokenizer.ggml.unknown_token_id")),
        bert("no norm", "attn_output_norm", w -> w.remove("blk.0.attn_output_norm.bias")));
  }

  private static final long M = Integer.MAX_VALUE;

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void refusesAModelThatCouldNotRun(String name, String sentence, GgufWriter writer) {
    Path file = writer.write(directory.resolve("wrong.gguf"));
    assertThatThrownBy(() -> Gguf.read(file).requireRunnable())
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("wrong.gguf")
        .hasMessageContaining(sentence);
  }

  private static Arguments bytes(String name, String sentence, Consumer<ByteBuffer> change) {
    return Arguments.of(name, sentence, change);
  }

  private static Arguments decoder(String name, String sentence, Consumer<GgufWriter> change) {
    GgufWriter writer = tiny();
    change.accept(writer);
    return Arguments.of(name, sentence, writer);
  }

  private static Arguments bert(String name, String sentence, Consumer<GgufWriter> change) {
    GgufWriter writer = encoder();
    change.accept(writer);
    return Arguments.of("bert: " + name, sentence, writer);
  }

  private static byte[] intBytes(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] longBytes(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private static byte[] concat(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Stream.of(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
