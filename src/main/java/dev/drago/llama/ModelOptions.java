package dev.drago.llama;

import java.util.Optional;

/**
 * How a model is loaded.
 *
 * @param gpuLayers how many layers go to the GPU, the last ones first; the output counts as one,
 *     and more than there are means all. With 0 nothing of the model touches a GPU
 * @param mmap whether weights are mapped from the file (shared between processes, loaded on demand)
 *     instead of copied
 */
public record ModelOptions(int gpuLayers, boolean mmap) {

  public static final ModelOptions DEFAULT = new ModelOptions(0, true);

  private static final int ALL_LAYERS = Integer.MAX_VALUE;

  public ModelOptions {
    if (gpuLayers < 0) {
      throw new IllegalArgumentException("gpuLayers must not be negative, not " + gpuLayers);
    }
  }

  /** As many layers on the GPU as asked for; without a wish all, if {@code library} has a GPU. */
  public static ModelOptions offloading(Optional<Integer> layers, LlamaLibrary library) {
    int wanted = layers.orElseGet(() -> library.hasGpu() ? ALL_LAYERS : 0);
    return new ModelOptions(wanted, DEFAULT.mmap());
  }
}
