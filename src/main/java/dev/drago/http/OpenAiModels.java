package dev.drago.http;

import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.TextGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client of OpenAI's routes may name as a model.
 *
 * @param embedderId the id of the embedder, where there is one
 */
record OpenAiModels(
    Optional<String> embedderId,
    Optional<SentenceEmbedder> embedder,
    Optional<TextGenerator> chat) {

  /** The model that answers out of the catalogue. It needs no language model. */
  static final String CATALOGUE = "drago";

  static OpenAiModels of(HttpServer.Services services) {
    return new OpenAiModels(
        services.models().stream()
            .filter(model -> model.role().equals("embedder"))
            .map(LoadedModel::id)
            .findFirst(),
        services.embedder(),
        services.chat());
  }

  List<String> ids() {
    List<String> ids = new ArrayList<>();
    ids.add(CATALOGUE);
    chat.ifPresent(generator -> ids.add(generator.model()));
    embedderId.ifPresent(ids::add);
    return ids;
  }

  /** The ids that write. */
  String writers() {
    return chat.map(generator -> CATALOGUE + ", " + generator.model()).orElse(CATALOGUE);
  }

  /**
   * The embedder, if {@code id} is its.
   *
   * @throws OpenAiException when it is another model's
   */
  SentenceEmbedder embedder(String id) {
    return embedder
        .filter(e -> embedderId.equals(Optional.of(id)))
        .orElseThrow(() -> OpenAiException.noModel(id, embedderId.orElse("none")));
  }
}
