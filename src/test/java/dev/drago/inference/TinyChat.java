package dev.drago.inference;

import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.llama.ReferenceQwen2;
import dev.drago.llama.TinyModels;
import dev.drago.llama.TinyModels.Shape;
import dev.drago.llama.TinyModels.Tiny;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A chat model with random weights that knows every byte, and what it ought to say. */
public final class TinyChat {

  /** See {@link TinyRanker#TOLERANCE}. */
  static final double TOLERANCE = 0.01;

  static final int START = 257;
  static final int END = 258;
  public static final int FIRST_ITEM = 259;

  private final LlamaLibrary library;
  private final Path file;
  private final ReferenceQwen2 reference;

  public TinyChat(Path directory, List<String> itemIds, long seed) {
    Shape shape = new Shape(32, 2, 2, 1, 64, 1024);
    Tiny tiny = TinyModels.chat(shape, itemIds, seed);
    this.library = LlamaLibrary.open(Optional.empty(), directory);
    this.file = tiny.write(directory.resolve("chat-" + seed + ".gguf"));
    this.reference = new ReferenceQwen2(tiny);
  }

  public Path file() {
    return file;
  }

  public ChatModel open(ChatModel.Options options) {
    LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
    return new ChatModel(
        model,
        "tiny",
        options,
        id -> Optional.of("[" + id.toUpperCase(java.util.Locale.ROOT) + "]"));
  }

  public ChatModel open() {
    return open(new ChatModel.Options(512, 4096, 1, 64));
  }

  /** The tokens of a conversation as ChatML writes it, where no text holds control tokens. */
  static int[] prompt(List<ChatMessage> messages) {
    IntStream.Builder tokens = IntStream.builder();
    for (ChatMessage message : messages) {
      tokens.add(START);
      bytes(tokens, message.role().name().toLowerCase(java.util.Locale.ROOT) + "\n");
      bytes(tokens, message.content());
      tokens.add(END);
      bytes(tokens, "\n");
    }
    tokens.add(START);
    bytes(tokens, "assistant\n");
    return tokens.build().toArray();
  }

  private static void bytes(IntStream.Builder tokens, String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      tokens.add(b & 0xff);
    }
  }

  /** The logarithms of the probabilities of all tokens after {@code tokens}. */
  public double[] logProbabilities(int[] tokens) {
    double[] row = reference.logits(tokens)[tokens.length - 1];
    double norm = Math.log(java.util.Arrays.stream(row).map(Math::exp).sum());
    return java.util.Arrays.stream(row).map(logit -> logit - norm).toArray();
  }

  /** The logarithm of the probability of {@code path} after {@code prompt}. */
  double logProbability(int[] prompt, int[] path) {
    int[] all = concat(prompt, path);
    double[][] logits = reference.logits(all);
    double sum = 0;
    for (int i = 0; i < path.length; i++) {
      double[] row = logits[prompt.length + i - 1];
      double norm = Math.log(java.util.Arrays.stream(row).map(Math::exp).sum());
      sum += row[path[i]] - norm;
    }
    return sum;
  }

  static int[] concat(int[] a, int[] b) {
    return IntStream.concat(IntStream.of(a), IntStream.of(b)).toArray();
  }
}
