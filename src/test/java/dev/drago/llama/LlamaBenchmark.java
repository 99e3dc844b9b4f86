package dev.drago.llama;

import dev.drago.llama.TinyModels.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How long the steps of a request take on a model of the shape that ships: width 64, 4 layers,
 * 3,424 tokens, one thread. Run its main with {@code --enable-native-access=ALL-UNNAMED}; an
 * argument is the number of repetitions. Weights are 32 bits here and 8 in the model that ships.
 */
public final class LlamaBenchmark {

  private static final int WARM_UP = 200;

  private LlamaBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int repetitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    Path directory = Files.createTempDirectory("llama-benchmark");
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    List<String> items = IntStream.range(0, 3_416).mapToObj(Integer::toString).toList();
    Path file =
        arguments.length > 1
            ? Path.of(arguments[1])
            : TinyModels.sequence(Shape.SHIPPED, items, 1).write(directory.resolve("m.gguf"));
    System.out.println("model " + file + ", " + library.systemInfo());
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT)) {
      for (boolean flash : new boolean[] {false, true}) {
        for (int cells : new int[] {256, 1_024}) {
          try (LlamaContext context =
              model.newContext(
                  new ContextOptions(cells, 256, 256, 4, 1, false, Pooling.NONE, flash))) {
            measure(context, repetitions, "flash " + flash + ", " + cells + " cells");
          }
        }
      }
      Vocabulary vocabulary = model.vocabulary();
      time(
          "tokenize of five words",
          repetitions / 10,
          () -> {},
          () -> vocabulary.tokenize("a film like <item:1> but new", false, false));
    }
  }

  private static void measure(LlamaContext context, int repetitions, String kind) {
    float[] logits = new float[context.model().vocabulary().size()];
    Batch short50 = history(50);
    Batch long200 = history(200);
    Batch next = new Batch(1).add(77, 200, 0, true);
    time(kind + ": decode of 50", repetitions, context::clear, () -> context.decode(short50));
    time(kind + ": decode of 200", repetitions, context::clear, () -> context.decode(long200));
    time(kind + ": logits", repetitions, () -> {}, () -> context.logits(199, logits));
    context.abortIf(() -> System.nanoTime() == 0);
    time(
        kind + ": decode of 50 with a condition",
        repetitions,
        context::clear,
        () -> context.decode(short50));
    context.abortIf(null);

    context.clear();
    context.decode(long200);
    SequenceState[] state = {context.saveSequence(0)};
    System.out.printf("%-50s %d bytes%n", kind + ": state of 200", state[0].bytes());
    time(kind + ": save of 200", repetitions, () -> {}, () -> state[0] = context.saveSequence(0));
    time(
        kind + ": restore of 200",
        repetitions,
        context::clear,
        () -> context.restoreSequence(0, state[0]));
    time(
        kind + ": one token after 200",
        repetitions,
        () -> context.removeSequence(0, 200, Integer.MAX_VALUE),
        () -> context.decode(next));
    time(
        kind + ": clear, restore of 200, one token, logits",
        repetitions,
        () -> {},
        () -> {
          context.clear();
          context.restoreSequence(0, state[0]);
          context.decode(next);
          context.logits(0, logits);
        });
    context.clear();
    context.decode(long200);
    time(
        kind + ": copy to another sequence and removal",
        repetitions,
        () -> {},
        () -> {
          context.copySequence(0, 1, 0, Integer.MAX_VALUE);
          context.removeSequence(1, 0, Integer.MAX_VALUE);
        });
    time(kind + ": clear when empty", repetitions, () -> {}, context::clear);
  }

  private static Batch history(int length) {
    Batch batch = new Batch(length).add(1, 0, 0, false);
    for (int i = 1; i < length; i++) {
      batch.add(8 + i * 13 % 3_400, i, 0, i == length - 1);
    }
    return batch;
  }

  private static void time(String what, int repetitions, Runnable before, Runnable step) {
    long[] nanos = new long[repetitions];
    for (int i = -WARM_UP; i < repetitions; i++) {
      before.run();
      long start = System.nanoTime();
      step.run();
      if (i >= 0) {
        nanos[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%-50s p50 %8.1f us   p99 %8.1f us%n",
        what,
        nanos[repetitions / 2] / 1e3,
        nanos[repetitions * 99 / 100] / 1e3);
  }
}
