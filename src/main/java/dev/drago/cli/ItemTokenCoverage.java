package dev.drago.cli;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.inference.ChatModel;
import java.util.Optional;

/**
 * How much of a catalogue a chat model has tokens of items for.
 *
 * @param model its id
 * @param tokens items that have a token
 * @param known those of them that the catalogue has
 * @param items of the catalogue
 */
record ItemTokenCoverage(String model, int tokens, int known, int items) {

  static ItemTokenCoverage of(ChatModel model, CatalogSnapshot catalog) {
    int known =
        (int)
            model.items().ids().stream()
                .filter(id -> catalog.ordinal(id).stream().anyMatch(catalog::isLive))
                .count();
    return new ItemTokenCoverage(model.model(), model.items().size(), known, catalog.liveCount());
  }

  /** Most of what it was trained on is here; an empty catalogue is still to be filled. */
  boolean isOfThisCatalogue() {
    return tokens > 0 && (2 * known > tokens || items == 0);
  }

  /** What the operator should know: that its tokens are no use here, or help with few items. */
  Optional<String> warning() {
    if (tokens == 0 || items == 0) {
      return Optional.empty();
    }
    if (!isOfThisCatalogue()) {
      return Optional.of(
          "the chat model %s was trained on another catalogue: of the %d items it has tokens for, %d are in this one; it will name titles"
              .formatted(model, tokens, known));
    }
    return 2 * known > items
        ? Optional.empty()
        : Optional.of(
            "the chat model %s has tokens for %d of the %d items of this catalogue; the others are ranked by what they are like"
                .formatted(model, known, items));
  }
}
