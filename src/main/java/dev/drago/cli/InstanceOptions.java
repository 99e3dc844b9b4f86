package dev.drago.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * Where an instance lives and what it runs with; the same options on every command that opens one.
 */
final class InstanceOptions extends StoreOptions {

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "${sys:drago.models:-models}",
      description = "Folder of the models and their manifest (default: ${DEFAULT-VALUE}).")
  Path models = Path.of("models");

  @Option(
      names = "--sequence-model",
      paramLabel = "MODEL",
      description =
          "The sequence model: an id of the manifest, a .gguf file, or 'none' (default: the one of the"
              + " manifest that knows most of the catalogue, by ids and titles).")
  Optional<String> sequenceModel = Optional.empty();

  @Option(
      names = "--embedder",
      paramLabel = "MODEL",
      description =
          "The embedder: an id of the manifest, a .gguf file, or 'none' (default: the first of the"
              + " manifest that is there).")
  Optional<String> embedder = Optional.empty();

  @Option(
      names = "--chat-model",
      paramLabel = "MODEL",
      description =
          "The chat model: an id of the manifest, a .gguf file, or 'none' (default: the first of the"
              + " manifest that is there).")
  Optional<String> chatModel = Optional.empty();

  @Option(
      names = "--chat-context",
      paramLabel = "TOKENS",
      defaultValue = "4096",
      description =
          "What a conversation with the chat model and its answer may have together; twice as much is"
              + " held for all conversations at once (default: ${DEFAULT-VALUE}).")
  int chatContext = 4096;

  @Option(
      names = "--chat-reads",
      description =
          "Let the chat model add to what is understood of a turn of a conversation. Measured with 0.5B"
              + " it adds more wrong than right, and takes seconds: see docs/language.md.")
  boolean chatReads;

  @Option(
      names = "--documents-in-items",
      description =
          "Find items also by the beginnings of the documents about them; the index with them is one"
              + " of its own.")
  boolean documentsInItems;

  @Option(
      names = "--library",
      paramLabel = "FILE",
      description = "A llama.cpp library of your own instead of the one in the jar.")
  Optional<Path> library = Optional.empty();

  @Option(
      names = "--gpu-layers",
      paramLabel = "N",
      description =
          "Layers of the chat model on the GPU; 0 keeps it on the processor, where the small models"
              + " always are (default: all, if the library finds a GPU).")
  Optional<Integer> gpuLayers = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for the models (default: the number of cores).")
  Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "512",
      description =
          "Requests that may wait for a model before the server answers 503 (default: ${DEFAULT-VALUE}).")
  int queue = 512;

  @Option(
      names = "--prefix-cache",
      paramLabel = "MB",
      defaultValue = "64",
      description =
          "Memory for what the sequence model remembers of histories; 0 for none (default: ${DEFAULT-VALUE}).")
  int prefixCache = 64;

  /** Throws {@link IllegalArgumentException} with a sentence when an option is out of its range. */
  void check() {
    requireFrom("--queue", queue, 1);
    requireFrom("--prefix-cache", prefixCache, 0);
    requireFrom("--chat-context", chatContext, 256);
    requireFrom("--threads", cores(), 1);
    gpuLayers.ifPresent(layers -> requireFrom("--gpu-layers", layers, 0));
  }

  /**
   * For commands whose results are to be the same every time: no prefix cache, unless it was asked
   * for. After a remembered prefix the sums of the model round differently from those of a whole
   * history, and which histories share one depends on the threads.
   */
  void prepareToMeasure(CommandSpec command) {
    if (!command.commandLine().getParseResult().hasMatchedOption("--prefix-cache")) {
      prefixCache = 0;
    }
  }

  private static void requireFrom(String option, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, not %d".formatted(option, least, value));
    }
  }

  int cores() {
    return threads.orElse(Runtime.getRuntime().availableProcessors());
  }
}
