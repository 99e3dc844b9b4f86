package dev.drago.scoring;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.inference.ChatModel;

/**
 * The titles of the catalogue as a chat model knows them: made for the first request after a
 * change, once, and shared by all that ask that model.
 */
public final class ItemTitles {

  private final ChatModel model;
  private TitlePaths paths = TitlePaths.none();

  public ItemTitles(ChatModel model) {
    this.model = model;
  }

  ChatModel model() {
    return model;
  }

  /** The paths of a snapshot's items. Who asks meanwhile waits for the same. */
  synchronized TitlePaths of(CatalogSnapshot catalog) {
    paths = paths.of(catalog, model::answerPath);
    return paths;
  }
}
