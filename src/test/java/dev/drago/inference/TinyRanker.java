package dev.drago.inference;

import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.llama.ReferenceQwen2;
import dev.drago.llama.TinyModels;
import dev.drago.llama.TinyModels.Shape;
import dev.drago.llama.TinyModels.Tiny;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A sequence model with random weights in a file, rankers on it, and what they ought to say. */
final class TinyRanker {

  static final ModelSize ONE = new ModelSize(1, 1, 1);
  static final ModelSize BATCHED = new ModelSize(1, 1, 4);
  static final ModelSize SPREAD = new ModelSize(2, 1, 1);
  static final long CACHE = 16 << 20;

  /**
   * Keys and values are rounded to 16 bits, and where a sum of 32 bits and one of 64 round to
   * different ones, up to 0.004 was seen in a log-probability. Being wrong looks like 0.1 to 10.
   */
  static final double TOLERANCE = 0.01;

  private static final int QUEUE = 512;

  private final LlamaLibrary library;
  private final Path file;
  private final ReferenceQwen2 reference;
  private final int items;

  TinyRanker(Path directory, int items, int context, long seed) {
    Shape shape = new Shape(32, 2, 2, 1, 64, context);
    Tiny tiny =
        TinyModels.sequence(
            shape, IntStream.range(0, items).mapToObj(i -> "item-" + i).toList(), seed);
    this.library = LlamaLibrary.open(Optional.empty(), directory);
    this.file = tiny.write(directory.resolve("tiny-" + items + "-" + context + ".gguf"));
    this.reference = new ReferenceQwen2(tiny);
    this.items = items;
  }

  SequenceRanker open(ModelSize size, long cacheBytes) {
    return open(size, QUEUE, cacheBytes);
  }

  /** As in service: each context has the model in a library copy of its own. */
  SequenceRanker open(ModelSize size, int queue, long cacheBytes) {
    LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
    List<LlamaModel> models =
        IntStream.range(0, size.contexts())
            .mapToObj(n -> n == 0 ? model : model.twin(library.copy(n)))
            .toList();
    return new SequenceRanker(models, new SequenceRanker.Options(size, queue, cacheBytes));
  }

  /** Log-softmax over the items of what the reference computes in double precision. */
  double[] expected(int... history) {
    int[] tokens = new int[history.length + 1];
    tokens[0] = TinyModels.BOS;
    for (int i = 0; i < history.length; i++) {
      tokens[i + 1] = TinyModels.FIRST_ITEM + history[i];
    }
    double[][] logits = reference.logits(tokens);
    double[] row =
        Arrays.copyOfRange(
            logits[tokens.length - 1], TinyModels.FIRST_ITEM, TinyModels.FIRST_ITEM + items);
    double norm = Math.log(Arrays.stream(row).map(Math::exp).sum());
    return Arrays.stream(row).map(logit -> logit - norm).toArray();
  }

  int[] history(RandomGenerator random, int length) {
    return random.ints(length, 0, items).toArray();
  }

  /** The largest difference of two rows. */
  static double distance(float[] row, double[] expected) {
    if (row.length != expected.length) {
      throw new IllegalArgumentException(row.length + " scores, not " + expected.length);
    }
    double most = 0;
    for (int i = 0; i < row.length; i++) {
      double difference = Math.abs(row[i] - expected[i]);
      most = difference > most || Double.isNaN(difference) ? difference : most;
    }
    return most;
  }

  static double distance(float[] row, float[] expected) {
    return distance(
        row, IntStream.range(0, expected.length).mapToDouble(i -> expected[i]).toArray());
  }
}
