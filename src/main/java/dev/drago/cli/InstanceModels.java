package dev.drago.cli;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.http.LoadedModel;
import dev.drago.inference.ChatModel;
import dev.drago.inference.ModelSize;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.SequenceRanker;
import dev.drago.llama.LlamaModel;
import dev.drago.models.ModelEntry;
import dev.drago.models.ModelException;
import dev.drago.models.ModelFolder;
import dev.drago.models.ModelRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which model plays each role of an instance, by its options, and how it is started. */
final class InstanceModels {

  private final InstanceOptions options;
  private final ModelFolder folder;
  private final ModelLoader loader;

  InstanceModels(InstanceOptions options) {
    this.options = options;
    this.folder = ModelFolder.open(options.models);
    this.loader = new ModelLoader(folder, options.library, options.data);
  }

  Optional<ModelEntry> embedder() {
    return chosen(options.embedder, ModelRole.EMBEDDER);
  }

  Optional<ModelEntry> chat() {
    Optional<ModelEntry> chat = chosen(options.chatModel, ModelRole.CHAT);
    if (chat.isEmpty() && options.gpuLayers.orElse(0) > 0) {
      throw new ModelException(
          "--gpu-layers %d is for a chat model, and there is none; name one with --chat-model"
              .formatted(options.gpuLayers.orElse(0)));
    }
    return chat;
  }

  /** Those that were named or are the first of their role, whether or not they are there. */
  List<ModelEntry> named() {
    return Stream.of(embedder(), chat(), anySequence()).flatMap(Optional::stream).toList();
  }

  /** A sequence model without a catalogue to choose one by: the one named, or the first there. */
  Optional<ModelEntry> anySequence() {
    return chosen(options.sequenceModel, ModelRole.SEQUENCE);
  }

  /** The one that was named, or the first of its role that is there. */
  private Optional<ModelEntry> chosen(Optional<String> name, ModelRole role) {
    return name.isPresent()
        ? named(name.get(), role)
        : folder.entries(role).stream().filter(folder::isPresent).findFirst();
  }

  /** The one that was named, or that knows most of the catalogue. */
  Optional<ModelEntry> sequence(CatalogSnapshot catalog) {
    if (options.sequenceModel.isEmpty()) {
      return SequenceModelChoice.of(folder, catalog);
    }
    Optional<ModelEntry> named = named(options.sequenceModel.get(), ModelRole.SEQUENCE);
    named.ifPresent(entry -> SequenceModelChoice.warn(entry, catalog));
    return named;
  }

  private Optional<ModelEntry> named(String id, ModelRole role) {
    if (id.equals("none")) {
      return Optional.empty();
    }
    if (id.endsWith(".gguf")) {
      return Optional.of(ModelFolder.unlisted(Path.of(id), role));
    }
    ModelEntry entry =
        folder
            .entry(id)
            .filter(e -> e.role() == role)
            .orElseThrow(
                () ->
                    new ModelException(
                        "the manifest has no %s model '%s'; there are: %s"
                            .formatted(
                                role.name().toLowerCase(Locale.ROOT),
                                id,
                                folder.entries(role).stream().map(ModelEntry::id).toList())));
    return Optional.of(entry);
  }

  SentenceEmbedder openEmbedder(ModelEntry entry) {
    ModelSize size = ModelSize.of(entry.bytes(), options.cores());
    return new SentenceEmbedder(loader.load(entry, size.contexts()), size, options.queue);
  }

  SequenceRanker openSequence(ModelEntry entry) {
    ModelSize size = ModelSize.of(entry.bytes(), options.cores());
    return new SequenceRanker(
        loader.load(entry, size.contexts()),
        new SequenceRanker.Options(size, options.queue, (long) options.prefixCache << 20));
  }

  /**
   * All its conversations share one context, with all cores.
   *
   * @param titles the title of an item by its id
   */
  ChatModel openChat(ModelEntry entry, Function<String, Optional<String>> titles) {
    LlamaModel model = loader.load(entry, options.gpuLayers);
    return new ChatModel(
        model,
        entry.id(),
        new ChatModel.Options(options.chatContext, cells(options), options.cores(), options.queue),
        titles);
  }

  /** Tokens that the chat model's cache is made for. */
  static int cells(InstanceOptions options) {
    return 2 * options.chatContext;
  }

  /**
   * @param gpuLayers how many of its layers are on a GPU
   */
  static LoadedModel describe(ModelEntry entry, int gpuLayers) {
    return new LoadedModel(
        entry.role().name().toLowerCase(Locale.ROOT),
        entry.id(),
        entry.sha256(),
        entry.licence(),
        gpuLayers,
        entry.figures());
  }
}
