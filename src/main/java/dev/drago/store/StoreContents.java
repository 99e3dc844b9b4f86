package dev.drago.store;

import dev.drago.catalog.CatalogSchema;
import dev.drago.interaction.Interaction;
import dev.drago.store.SessionRepository.Stored;
import java.util.Optional;

/**
 * Takes all that a store holds and that is not derived, in this order: the schema, then items in
 * order of ordinal, users in the order in which they first came, interactions in order of arrival,
 * documents in order of their last change, and sessions in order of id. Bodies are JSON, as their
 * repositories write it.
 */
public interface StoreContents {

  void schema(CatalogSchema schema);

  /** An item; one that was deleted has no body, and keeps its place. */
  void item(String id, Optional<String> body);

  void user(String id, Optional<String> preferences);

  void interaction(Interaction interaction);

  /** A document, about an item where {@code itemId} is there. */
  void document(String id, Optional<String> itemId, String body);

  void session(Stored session);
}
