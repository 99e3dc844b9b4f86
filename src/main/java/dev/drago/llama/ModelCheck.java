package dev.drago.llama;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses what build b4916 would abort on, or read past the end of, while it loads or runs a model
 * of the three architectures Drago uses. llama.cpp checks much itself and then only fails to load;
 * this check is for the rest, and for one clear sentence.
 */
final class ModelCheck {

  static final Set<String> ARCHITECTURES = Set.of("qwen2", "llama", "bert");

  private static final int MAX_LAYERS = 512;
  private static final int MAX_WIDTH = 1 << 16;
  private static final int MAX_FEED_FORWARD = 1 << 20;
  private static final int MAX_TRAINED_CONTEXT = 1 << 26;
  private static final Set<String> ROPE_SCALINGS = Set.of("none", "linear", "yarn", "longrope");

  private final Gguf file;
  private final String architecture;
  private final Map<String, Gguf.Tensor> tensors = new HashMap<>();

  private ModelCheck(Gguf file) {
    this.file = file;
    this.architecture = file.architecture();
    file.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
  }

  /** Throws {@link InvalidModelException} when the model of this header cannot be run. */
  static void check(Gguf file) {
    if (!ARCHITECTURES.contains(file.architecture())) {
      throw new InvalidModelException(
          file.path(),
          "its architecture '%s' is not one of qwen2, llama, bert".formatted(file.architecture()));
    }
    new ModelCheck(file).check();
  }

  private void check() {
    if (file.metadata().containsKey("split.count")
        && file.integer("split.count").orElse(-1) != 0
        && file.integer("split.count").orElse(-1) != 1) {
      throw invalid("it is one part of several; join them first");
    }
    int layers = whole("block_count", 1, MAX_LAYERS);
    int width = whole("embedding_length", 1, MAX_WIDTH);
    int heads = whole("attention.head_count", 1, width);
    int keyHeads = optionalWhole("attention.head_count_kv", 1, heads).orElse(heads);
    int feedForward = whole("feed_forward_length", 1, MAX_FEED_FORWARD);
    int context = whole("context_length", 1, MAX_TRAINED_CONTEXT);
    if (width % heads != 0 || heads % keyHeads != 0) {
      throw invalid(
          "width %d, %d heads and %d key heads do not divide each other", width, heads, keyHeads);
    }
    int head = width / heads;
    for (String key : List.of("attention.key_length", "attention.value_length")) {
      optionalWhole(key, head, head);
    }
    if (file.metadata().containsKey(architecture + ".expert_count")
        && whole("expert_count", 0, MAX_LAYERS) != 0) {
      throw invalid("models with experts are not supported");
    }
    int vocabulary = VocabularyCheck.check(file);
    Shape shape = new Shape(layers, width, head * keyHeads, feedForward, vocabulary);
    requireSingleRowsExact();
    if (architecture.equals("bert")) {
      checkEncoder(shape, context);
    } else {
      checkDecoder(shape, head);
    }
  }

  private record Shape(int layers, int width, int keyWidth, int feedForward, int vocabulary) {}

  private void checkDecoder(Shape shape, int head) {
    if (head % 2 != 0) {
      throw invalid("its heads are %d wide, which rotary positions cannot halve", head);
    }
    optionalWhole("rope.dimension_count", head, head);
    positive("attention.layer_norm_rms_epsilon", true);
    positive("rope.freq_base", false);
    positive("rope.scaling.factor", false);
    positive("rope.scaling.attn_factor", false);
    String scaling = architecture + ".rope.scaling.type";
    if (file.metadata().containsKey(scaling)
        && !file.string(scaling).map(ROPE_SCALINGS::contains).orElse(false)) {
      throw invalid("%s is none of none, linear, yarn, longrope", scaling);
    }

    requireTensor("token_embd.weight", shape.width, shape.vocabulary);
    requireTensor("output_norm.weight", shape.width);
    optionalTensor("output.weight", shape.width, shape.vocabulary);
    optionalTensor("rope_freqs.weight", head / 2);
    for (int i = 0; i < shape.layers; i++) {
      String block = "blk." + i + ".";
      requireTensor(block + "attn_norm.weight", shape.width);
      requireTensor(block + "attn_q.weight", shape.width, shape.width);
      requireTensor(block + "attn_k.weight", shape.width, shape.keyWidth);
      requireTensor(block + "attn_v.weight", shape.width, shape.keyWidth);
      requireTensor(block + "attn_output.weight", shape.width, shape.width);
      requireTensor(block + "ffn_norm.weight", shape.width);
      requireTensor(block + "ffn_gate.weight", shape.width, shape.feedForward);
      requireTensor(block + "ffn_up.weight", shape.width, shape.feedForward);
      requireTensor(block + "ffn_down.weight", shape.feedForward, shape.width);
      if (architecture.equals("qwen2")) {
        requireTensor(block + "attn_q.bias", shape.width);
        requireTensor(block + "attn_k.bias", shape.keyWidth);
        requireTensor(block + "attn_v.bias", shape.keyWidth);
      }
    }
  }

  private void checkEncoder(Shape shape, int context) {
    positive("attention.layer_norm_epsilon", true);
    if (file.flag("bert.attention.causal").orElse(true)) {
      throw invalid("bert.attention.causal must be there and false");
    }
    requireTensor("token_embd.weight", shape.width, shape.vocabulary);
    requireTensor("position_embd.weight", shape.width, context);
    int types = VocabularyCheck.whole(file, "tokenizer.ggml.token_type_count", 1, 1 << 10);
    requireTensor("token_types.weight", shape.width, types);
    if (tensor("token_types.weight").type() != TensorType.F32) {
      throw invalid("token_types.weight must be F32: it is added as it is");
    }
    requireTensor("token_embd_norm.weight", shape.width);
    requireTensor("token_embd_norm.bias", shape.width);
    for (int i = 0; i < shape.layers; i++) {
      String block = "blk." + i + ".";
      requireLinear(block + "attn_q", shape.width, shape.width);
      requireLinear(block + "attn_k", shape.width, shape.keyWidth);
      requireLinear(block + "attn_v", shape.width, shape.keyWidth);
      requireLinear(block + "attn_output", shape.width, shape.width);
      requireLinear(block + "ffn_up", shape.width, shape.feedForward);
      requireLinear(block + "ffn_down", shape.feedForward, shape.width);
      for (String norm : List.of("attn_output_norm", "layer_output_norm")) {
        requireTensor(block + norm + ".weight", shape.width);
        requireTensor(block + norm + ".bias", shape.width);
      }
    }
  }

  /** Norms, biases and rotary factors enter element by element, which works on F32 alone. */
  private void requireSingleRowsExact() {
    for (Gguf.Tensor tensor : file.tensors()) {
      if (tensor.shape().size() == 1 && tensor.type() != TensorType.F32) {
        throw invalid(
            "tensor '%s' has one row and must be F32, not %s", tensor.name(), tensor.type());
      }
    }
  }

  private void requireLinear(String name, long in, long out) {
    requireTensor(name + ".weight", in, out);
    requireTensor(name + ".bias", out);
  }

  private void requireTensor(String name, long... shape) {
    requireShape(tensor(name), shape);
  }

  private void optionalTensor(String name, long... shape) {
    Optional.ofNullable(tensors.get(name)).ifPresent(tensor -> requireShape(tensor, shape));
  }

  private Gguf.Tensor tensor(String name) {
    Gguf.Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw invalid("the tensor '%s' is missing", name);
    }
    return tensor;
  }

  private void requireShape(Gguf.Tensor tensor, long... shape) {
    List<Long> expected = new ArrayList<>();
    for (long length : shape) {
      expected.add(length);
    }
    if (!tensor.shape().equals(expected)) {
      throw invalid(
          "tensor '%s' has the shape %s where %s is due", tensor.name(), tensor.shape(), expected);
    }
  }

  private int whole(String key, int least, int most) {
    return VocabularyCheck.whole(file, architecture + "." + key, least, most);
  }

  private Optional<Integer> optionalWhole(String key, int least, int most) {
    return file.metadata().containsKey(architecture + "." + key)
        ? Optional.of(whole(key, least, most))
        : Optional.empty();
  }

  private void positive(String key, boolean required) {
    String full = architecture + "." + key;
    if (!required && !file.metadata().containsKey(full)) {
      return;
    }
    double value = file.real(full).orElse(Double.NaN);
    if (!(value > 0 && value <= 1e12)) {
      throw invalid("%s must be a positive number", full);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private InvalidModelException invalid(String problem, Object... arguments) {
    return new InvalidModelException(file.path(), problem.formatted(arguments));
  }
}
