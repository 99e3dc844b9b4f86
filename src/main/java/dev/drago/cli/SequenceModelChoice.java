package dev.drago.cli;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.inference.ItemTokens;
import dev.drago.llama.Gguf;
import dev.drago.models.ModelEntry;
import dev.drago.models.ModelFolder;
import dev.drago.models.ModelRole;
import java.util.List;
import java.util.Optional;

/**
 * Which sequence model fits a catalogue: the one whose item tokens name the most of its items. A
 * model that knows less than one item in a hundred fits none.
 */
final class SequenceModelChoice {

  private static final double LEAST = 0.01;

  private SequenceModelChoice() {}

  static Optional<ModelEntry> of(ModelFolder folder, CatalogSnapshot catalog) {
    Optional<ModelEntry> best = Optional.empty();
    double most = LEAST * catalog.liveCount();
    for (ModelEntry entry : folder.entries(ModelRole.SEQUENCE)) {
      if (folder.isPresent(entry)) {
        List<String> vocabulary =
            Gguf.read(folder.path(entry)).strings("tokenizer.ggml.tokens").orElse(List.of());
        long known =
            ItemTokens.ids(vocabulary).stream()
                .filter(id -> catalog.ordinal(id).isPresent())
                .count();
        if (known > most) {
          most = known;
          best = Optional.of(entry);
        }
      }
    }
    return best;
  }
}
