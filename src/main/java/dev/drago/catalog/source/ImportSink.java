package dev.drago.catalog.source;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.interaction.Interaction;

/**
 * Takes what an import reads, in the order of the file, on the thread that reads. What it throws
 * ends the import.
 */
public interface ImportSink {

  /** The types of the attributes of all items that follow; comes once, before the first item. */
  default void schema(CatalogSchema schema) {}

  void item(Item item);

  void interaction(Interaction interaction);

  /** A part of a file that was left out, and why. The import goes on. */
  void error(ImportError error);
}
