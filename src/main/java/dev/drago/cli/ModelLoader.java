package dev.drago.cli;

import dev.drago.llama.LlamaException;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.models.ModelEntry;
import dev.drago.models.ModelFolder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Loads models after their checksum was right, each into copies of the library that no other model
 * uses: models of one library would wait for each other (see {@link LlamaLibrary}).
 *
 * <p>A library with GPUs serves the chat model alone. The small models compute in less time than a
 * GPU needs to be asked, and a copy of such a library for each of their threads would be hundreds
 * of megabytes, so they run in the bundled one where that can run.
 */
final class ModelLoader {

  private final ModelFolder folder;
  private final Optional<Path> library;
  private final Path cacheDirectory;
  private final Map<LlamaLibrary, Integer> copies = new HashMap<>();

  /**
   * @param library a llama.cpp library of the user's own; the bundled one without
   * @param cacheDirectory where libraries are unpacked
   */
  ModelLoader(ModelFolder folder, Optional<Path> library, Path cacheDirectory) {
    this.folder = folder;
    this.library = library;
    this.cacheDirectory = cacheDirectory;
  }

  /** The library that was chosen. */
  LlamaLibrary library() {
    return LlamaLibrary.open(library, cacheDirectory);
  }

  /** The library of models that stay on the processor. */
  LlamaLibrary processorLibrary() {
    LlamaLibrary chosen = library();
    if (!chosen.supportsGpuOffload()) {
      return chosen;
    }
    try {
      return LlamaLibrary.open(Optional.empty(), cacheDirectory);
    } catch (LlamaException e) {
      return chosen; // not a machine for the bundled one: copies of a large library, then
    }
  }

  /** A model on the processor {@code times} times, each in a library copy of its own. */
  List<LlamaModel> load(ModelEntry entry, int times) {
    Path file = folder.require(entry);
    LlamaLibrary original = processorLibrary();
    int first = take(original, times);
    LlamaModel model = LlamaModel.load(original.copy(first), file, ModelOptions.DEFAULT);
    return IntStream.range(first, first + times)
        .mapToObj(n -> n == first ? model : model.twin(original.copy(n)))
        .toList();
  }

  /**
   * A model with layers on the GPU.
   *
   * @param gpuLayers how many; without, all if there is a GPU
   */
  LlamaModel load(ModelEntry entry, Optional<Integer> gpuLayers) {
    Path file = folder.require(entry);
    LlamaLibrary original = library();
    ModelOptions options = ModelOptions.offloading(gpuLayers, original);
    return LlamaModel.load(original.copy(take(original, 1)), file, options);
  }

  /** The number of the first of so many copies that nobody has. */
  private synchronized int take(LlamaLibrary original, int times) {
    return copies.merge(original, times, Integer::sum) - times;
  }
}
