package dev.drago.cli;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.inference.ItemTokens;
import dev.drago.llama.Gguf;
import dev.drago.models.ModelEntry;
import dev.drago.models.ModelFolder;
import dev.drago.models.ModelRole;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * Which sequence model fits a catalogue: of those that were trained with its titles, the one whose
 * item tokens name the most of its items. A model that knows less than one item in a hundred fits
 * none, and one whose titles the manifest does not tell is chosen by name alone.
 */
final class SequenceModelChoice {

  private static final Logger LOG = System.getLogger("dev.drago.models");
  private static final double LEAST = 0.01;

  private SequenceModelChoice() {}

  static Optional<ModelEntry> of(ModelFolder folder, CatalogSnapshot catalog) {
    Optional<ModelEntry> best = Optional.empty();
    double most = LEAST * catalog.liveCount();
    for (ModelEntry entry : folder.entries(ModelRole.SEQUENCE)) {
      if (folder.isPresent(entry) && TitleSample.of(entry, catalog).agrees()) {
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

  /**
   * Says so when a model that somebody chose by name may mean other items by the catalogue's ids.
   */
  static void warn(ModelEntry named, CatalogSnapshot catalog) {
    TitleSample sample = TitleSample.of(named, catalog);
    if (catalog.liveCount() == 0 || sample.agrees()) {
      return;
    }
    LOG.log(
        Level.WARNING,
        sample.sampled() == 0
            ? "the manifest has no titles for the sequence model %s: that its ids mean the items of this catalogue is taken on trust"
                .formatted(named.id())
            : "the sequence model %s was trained on another catalogue, it seems: of the %d items whose titles the manifest knows, %d ids are in this one, and %d have that title"
                .formatted(named.id(), sample.sampled(), sample.present(), sample.alike()));
  }
}
