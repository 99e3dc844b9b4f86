package dev.drago.doctor;

import dev.drago.llama.LlamaModel;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A model as llama.cpp has loaded it: its shape, where its layers are, what memory it takes. */
public final class ModelLoadCheck {

  private static final double MB = 1e6;

  private ModelLoadCheck() {}

  /**
   * Of a model that could be loaded.
   *
   * @param role such as {@code chat}
   * @param cells how many tokens its cache is made for; 0 where the cache is of no weight
   */
  public static Finding run(LlamaModel model, String role, String id, int cells) {
    long weights = weights(model);
    long cache = cells * model.cacheBytesPerToken();
    int gpu = model.gpuLayers();
    int all = model.layers() + 1;
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", id);
    facts.put("architecture", model.header().architecture());
    facts.put("layers", model.layers());
    facts.put("gpuLayers", gpu);
    facts.put("weightBytes", weights);
    facts.put("cacheBytes", cache);
    facts.put("trainedContext", model.trainedContext());
    String where =
        gpu == 0
            ? "all %d layers on the processor".formatted(model.layers())
            : "%d of %d layers on the GPU, the output counted as one".formatted(gpu, all);
    String memory =
        String.format(
            Locale.ROOT,
            "%.1f MB of weights%s",
            weights / MB,
            cells == 0
                ? ""
                : String.format(
                    Locale.ROOT, ", %.0f MB of cache for %,d tokens", cache / MB, cells));
    return Finding.ok(
        role, "%s, %s, %s; %s".formatted(id, model.header().architecture(), where, memory), facts);
  }

  private static long weights(LlamaModel model) {
    return model.header().tensors().stream().mapToLong(tensor -> tensor.bytes()).sum();
  }
}
