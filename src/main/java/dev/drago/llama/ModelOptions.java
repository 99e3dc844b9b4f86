package dev.drago.llama;

/**
 * How a model is loaded.
 *
 * @param gpuLayers how many layers go to the GPU; 0 keeps all on the CPU, ignored without a GPU
 * @param mmap whether weights are mapped from the file (shared between processes, loaded on demand)
 *     instead of copied
 */
public record ModelOptions(int gpuLayers, boolean mmap) {

  public static final ModelOptions DEFAULT = new ModelOptions(0, true);

  public ModelOptions {
    if (gpuLayers < 0) {
      throw new IllegalArgumentException("gpuLayers must not be negative, not " + gpuLayers);
    }
  }
}
