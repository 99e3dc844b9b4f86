package dev.drago.llama;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Models with random weights, small enough to be made for each test: sequence models as {@code
 * scripts/sequence/export.py} writes them, and BERT encoders.
 */
public final class TinyModels {

  public static final List<String> SPECIAL =
      List.of(
          "<pad>",
          "<bos>",
          "<eos>",
          "<unk>",
          "<reserved:0>",
          "<reserved:1>",
          "<reserved:2>",
          "<reserved:3>");
  public static final int BOS = 1;
  public static final int FIRST_ITEM = SPECIAL.size();

  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;
  private static final int NORMAL = 1;

  private static final String CHATML =
      "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n'"
          + " + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

  private TinyModels() {}

  /** The measures of a sequence model. */
  public record Shape(
      int width, int layers, int heads, int keyHeads, int feedForward, int context) {
    public static final Shape SMALL = new Shape(32, 2, 2, 1, 64, 128);

    /** As the model that ships. */
    public static final Shape SHIPPED = new Shape(64, 4, 2, 2, 192, 256);
  }

  /** A model as numbers, and how to write it. */
  public record Tiny(
      Shape shape, List<String> tokens, Map<String, float[]> weights, GgufWriter writer) {
    public Path write(Path file) {
      return writer.write(file);
    }
  }

  /** Writes a sequence model whose item tokens are {@code <item:ID>}, in order, from id 8. */
  public static Path sequenceModel(Path file, List<String> itemIds, long seed) {
    return sequence(Shape.SMALL, itemIds, seed).write(file);
  }

  public static Tiny sequence(Shape shape, List<String> itemIds, long seed) {
    List<String> tokens = new ArrayList<>(SPECIAL);
    List<Integer> types = new ArrayList<>();
    SPECIAL.forEach(_ -> types.add(CONTROL));
    addItems(tokens, types, itemIds);
    GgufWriter writer =
        decoder(shape, tokens, types)
            .whole("tokenizer.ggml.padding_token_id", 0)
            .whole("tokenizer.ggml.bos_token_id", BOS)
            .whole("tokenizer.ggml.eos_token_id", 2)
            .whole("tokenizer.ggml.unknown_token_id", 3)
            .flag("tokenizer.ggml.add_bos_token", false);
    return decoder(shape, tokens, writer, seed);
  }

  /**
   * A chat model that knows every byte, ChatML's control tokens and, from id 259, item tokens; the
   * text it writes is noise.
   */
  public static Tiny chat(Shape shape, List<String> itemIds, long seed) {
    List<String> tokens = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (int b = 0, strange = 0; b < 256; b++) { // the byte alphabet of GPT-2
      boolean plain = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
      tokens.add(Character.toString(plain ? b : 256 + strange++));
      types.add(NORMAL);
    }
    for (String control : List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>")) {
      tokens.add(control);
      types.add(CONTROL);
    }
    addItems(tokens, types, itemIds);
    GgufWriter writer =
        decoder(shape, tokens, types)
            .text("tokenizer.chat_template", CHATML)
            .whole("tokenizer.ggml.padding_token_id", 256)
            .whole("tokenizer.ggml.bos_token_id", 256)
            .whole("tokenizer.ggml.eos_token_id", 258)
            .flag("tokenizer.ggml.add_bos_token", false);
    return decoder(shape, tokens, writer, seed);
  }

  private static void addItems(List<String> tokens, List<Integer> types, List<String> itemIds) {
    for (String id : itemIds) {
      tokens.add("<item:" + id + ">");
      types.add(USER_DEFINED);
    }
    for (int unused = 0; tokens.size() % 32 != 0; unused++) {
      tokens.add("<unused:" + unused + ">");
      types.add(UNUSED);
    }
  }

  private static GgufWriter decoder(Shape shape, List<String> tokens, List<Integer> types) {
    return new GgufWriter()
        .text("general.architecture", "qwen2")
        .text("general.name", "tiny")
        .whole("qwen2.context_length", shape.context())
        .whole("qwen2.embedding_length", shape.width())
        .whole("qwen2.block_count", shape.layers())
        .whole("qwen2.feed_forward_length", shape.feedForward())
        .whole("qwen2.attention.head_count", shape.heads())
        .whole("qwen2.attention.head_count_kv", shape.keyHeads())
        .real("qwen2.attention.layer_norm_rms_epsilon", 1e-6f)
        .real("qwen2.rope.freq_base", 10_000f)
        .text("tokenizer.ggml.model", "gpt2")
        .text("tokenizer.ggml.pre", "qwen2")
        .texts("tokenizer.ggml.tokens", tokens)
        .wholes("tokenizer.ggml.token_type", types)
        .texts("tokenizer.ggml.merges", List.of("a b"));
  }

  private static Tiny decoder(Shape shape, List<String> tokens, GgufWriter writer, long seed) {
    Weights weights = new Weights(writer, seed);
    int width = shape.width();
    int keyWidth = width / shape.heads() * shape.keyHeads();
    weights.matrix("token_embd.weight", width, tokens.size(), 0.5);
    for (int i = 0; i < shape.layers(); i++) {
      String block = "blk." + i + ".";
      weights.vector(block + "attn_norm.weight", width, 1);
      weights.linear(block + "attn_q", width, width);
      weights.linear(block + "attn_k", width, keyWidth);
      weights.linear(block + "attn_v", width, keyWidth);
      weights.matrix(block + "attn_output.weight", width, width);
      weights.vector(block + "ffn_norm.weight", width, 1);
      weights.matrix(block + "ffn_gate.weight", width, shape.feedForward());
      weights.matrix(block + "ffn_up.weight", width, shape.feedForward());
      weights.matrix(block + "ffn_down.weight", shape.feedForward(), width);
    }
    weights.vector("output_norm.weight", width, 1);
    return new Tiny(shape, tokens, weights.values, writer);
  }

  /** A BERT encoder that knows {@code words}, whole, in lower case. */
  public static Tiny encoder(Shape shape, List<String> words, long seed) {
    List<String> tokens =
        Stream.concat(
                Stream.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
                words.stream().map(word -> "▁" + word))
            .toList();
    List<Integer> types = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      types.add(i < 5 ? CONTROL : NORMAL);
    }
    GgufWriter writer =
        new GgufWriter()
            .text("general.architecture", "bert")
            .whole("bert.context_length", shape.context())
            .whole("bert.embedding_length", shape.width())
            .whole("bert.block_count", shape.layers())
            .whole("bert.feed_forward_length", shape.feedForward())
            .whole("bert.attention.head_count", shape.heads())
            .real("bert.attention.layer_norm_epsilon", 1e-12f)
            .flag("bert.attention.causal", false)
            .text("tokenizer.ggml.model", "bert")
            .texts("tokenizer.ggml.tokens", tokens)
            .wholes("tokenizer.ggml.token_type", types)
            .whole("tokenizer.ggml.token_type_count", 2)
            .whole("tokenizer.ggml.padding_token_id", 0)
            .whole("tokenizer.ggml.unknown_token_id", 1)
            .whole("tokenizer.ggml.bos_token_id", 2)
            .whole("tokenizer.ggml.cls_token_id", 2)
            .whole("tokenizer.ggml.seperator_token_id", 3)
            .whole("tokenizer.ggml.mask_token_id", 4);

    Weights weights = new Weights(writer, seed);
    int width = shape.width();
    weights.matrix("token_embd.weight", width, tokens.size(), 0.5);
    weights.matrix("position_embd.weight", width, shape.context(), 0.5);
    weights.matrix("token_types.weight", width, 2, 0.5);
    weights.norm("token_embd_norm", width);
    for (int i = 0; i < shape.layers(); i++) {
      String block = "blk." + i + ".";
      weights.linear(block + "attn_q", width, width);
      weights.linear(block + "attn_k", width, width);
      weights.linear(block + "attn_v", width, width);
      weights.linear(block + "attn_output", width, width);
      weights.norm(block + "attn_output_norm", width);
      weights.linear(block + "ffn_up", width, shape.feedForward());
      weights.linear(block + "ffn_down", shape.feedForward(), width);
      weights.norm(block + "layer_output_norm", width);
    }
    return new Tiny(shape, tokens, weights.values, writer);
  }

  private static final class Weights {
    final Map<String, float[]> values = new HashMap<>();
    private final GgufWriter writer;
    private final Random random;

    Weights(GgufWriter writer, long seed) {
      this.writer = writer;
      this.random = new Random(seed);
    }

    void vector(String name, int length, double mean) {
      put(name, normal(length, mean, 0.1), length);
    }

    void matrix(String name, int in, int out) {
      matrix(name, in, out, 1 / Math.sqrt(in));
    }

    void matrix(String name, int in, int out, double deviation) {
      put(name, normal(in * out, 0, deviation), in, out);
    }

    void linear(String name, int in, int out) {
      matrix(name + ".weight", in, out);
      vector(name + ".bias", out, 0);
    }

    void norm(String name, int width) {
      vector(name + ".weight", width, 1);
      vector(name + ".bias", width, 0);
    }

    private void put(String name, float[] numbers, long... shape) {
      values.put(name, numbers);
      writer.tensor(name, numbers, shape);
    }

    private float[] normal(int length, double mean, double deviation) {
      float[] numbers = new float[length];
      for (int i = 0; i < length; i++) {
        numbers[i] = (float) (mean + deviation * random.nextGaussian());
      }
      return numbers;
    }
  }
}
