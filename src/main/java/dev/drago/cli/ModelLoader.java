package dev.drago.cli;

import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.models.ModelEntry;
import dev.drago.models.ModelFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Loads models after their checksum was right, each into copies of the library that no other model
 * uses: models of one library would wait for each other (see {@link LlamaLibrary}).
 */
final class ModelLoader {

  private final ModelFolder folder;
  private final Optional<Path> library;
  private final Path cacheDirectory;
  private int copies;

  /**
   * @param library a llama.cpp library of the user's own; the bundled one without
   * @param cacheDirectory where libraries are unpacked
   */
  ModelLoader(ModelFolder folder, Optional<Path> library, Path cacheDirectory) {
    this.folder = folder;
    this.library = library;
    this.cacheDirectory = cacheDirectory;
  }

  /** A model {@code times} times, each in a library copy of its own. */
  List<LlamaModel> load(ModelEntry entry, int times) {
    Path file = folder.require(entry);
    LlamaLibrary original = LlamaLibrary.open(library, cacheDirectory);
    int first = copies;
    copies += times;
    LlamaModel model = LlamaModel.load(original.copy(first), file, ModelOptions.DEFAULT);
    return IntStream.range(first, copies)
        .mapToObj(n -> n == first ? model : model.twin(original.copy(n)))
        .toList();
  }
}
