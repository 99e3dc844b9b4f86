package dev.drago.cli;

import dev.drago.inference.ChatMessage;
import dev.drago.inference.ChatModel;
import dev.drago.inference.Deadline;
import dev.drago.inference.Generated;
import dev.drago.inference.GenerationRequest;
import dev.drago.models.ModelEntry;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago bench-chat}: how fast a chat model writes, alone and for several at once. */
@Command(
    name = "bench-chat",
    mixinStandardHelpOptions = true,
    description = "Measures a chat model: time to the first token, tokens a second, cancellation.")
final class BenchChatCommand implements Runnable {

  private static final String SYSTEM =
      "You are a critic who has seen every film there is. You answer at length, in whole sentences,"
          + " you never make a list, and you do not stop before everything is said about the"
          + " pictures, the sound, the people before and behind the camera, and the time it was made"
          + " in.";

  private static final List<String> FILMS =
      List.of(
          "a ship that finds a stranger in space",
          "two policemen in a town where it never rains",
          "a cook who wants to win back her brother",
          "a chess player who forgets his own name",
          "the last summer of a village by the sea",
          "a robot that learns to paint",
          "three sisters who rob a bank",
          "a teacher who moves to the north");

  @Mixin InstanceOptions instance = new InstanceOptions();

  @Option(
      names = "--conversations",
      split = ",",
      defaultValue = "1,2,4,8",
      description = "How many at once, one run for each (default: ${DEFAULT-VALUE}).")
  List<Integer> conversations = List.of();

  @Option(
      names = "--tokens",
      defaultValue = "64",
      description = "How many each writes (default: ${DEFAULT-VALUE}).")
  int tokens = 64;

  @Spec CommandSpec spec = CommandSpec.create();

  private int talks;

  @Override
  public void run() {
    instance.check();
    PrintWriter out = spec.commandLine().getOut();
    InstanceModels available = new InstanceModels(instance);
    ModelEntry entry =
        available
            .chat()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no chat model; name one with --chat-model"));
    try (ChatModel model = available.openChat(entry, id -> Optional.empty())) {
      out.printf(
          Locale.ROOT,
          "%s, %d threads, %d tokens each; the system message is read once and kept%n",
          entry.id(),
          instance.cores(),
          tokens);
      write(model, 1); // pages in the weights
      out.println(
          "conversations  first token ms (median, worst)  tokens/s each  tokens/s together");
      for (int n : conversations) {
        report(write(model, n), n, out);
      }
      out.printf(Locale.ROOT, "a cancelled text freed its place after %.0f ms%n", cancel(model));
    }
  }

  private record Run(List<Generated> texts, double seconds) {}

  private Run write(ChatModel model, int conversations) {
    long start = System.nanoTime();
    List<CompletableFuture<Generated>> running = new ArrayList<>();
    for (int i = 0; i < conversations; i++) {
      running.add(model.generate(GenerationRequest.greedy(talk(), tokens, Deadline.none())));
    }
    List<Generated> texts = running.stream().map(CompletableFuture::join).toList();
    return new Run(texts, (System.nanoTime() - start) / 1e9);
  }

  /** One that no other begins like, but for the system message. */
  private List<ChatMessage> talk() {
    int number = talks++;
    return List.of(
        ChatMessage.system(SYSTEM),
        ChatMessage.user(
            "%d. Write a long review of a film about %s."
                .formatted(number, FILMS.get(number % FILMS.size()))));
  }

  private static void report(Run run, int conversations, PrintWriter out) {
    double[] first =
        run.texts().stream().mapToDouble(t -> t.firstTokenNanos() / 1e6).sorted().toArray();
    double each =
        run.texts().stream()
            .mapToDouble(t -> (t.tokens() - 1) / ((t.nanos() - t.firstTokenNanos()) / 1e9))
            .average()
            .orElse(0);
    int written = run.texts().stream().mapToInt(Generated::tokens).sum();
    out.printf(
        Locale.ROOT,
        "%13d  %22.0f, %6.0f  %13.1f  %17.1f%n",
        conversations,
        first[first.length / 2],
        first[first.length - 1],
        each,
        written / run.seconds());
    out.flush();
  }

  /** From the cancellation of one of four texts until three are in the batch. */
  private double cancel(ChatModel model) {
    List<CompletableFuture<Generated>> running = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      running.add(model.generate(GenerationRequest.greedy(talk(), 400, Deadline.none())));
    }
    while (model.use().active() < running.size()) {
      if (running.stream().anyMatch(CompletableFuture::isDone)) {
        return Double.NaN; // they do not fit together, or end before all have begun
      }
      Thread.onSpinWait();
    }
    long start = System.nanoTime();
    running.getFirst().cancel(false);
    while (model.use().active() == running.size()) {
      Thread.onSpinWait();
    }
    double millis = (System.nanoTime() - start) / 1e6;
    running.forEach(text -> text.cancel(false));
    return millis;
  }
}
