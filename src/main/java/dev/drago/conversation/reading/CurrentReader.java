package dev.drago.conversation.reading;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The reader for the catalogue as it is. Making one takes seconds for a hundred thousand items:
 * when the catalogue has changed the next one is made in the background, and until it is there the
 * last one reads on: what was added a moment ago is not known by its title yet, and what was
 * deleted still is. Safe for use by many threads.
 */
public final class CurrentReader implements Supplier<CritiqueReader> {

  private final Supplier<CatalogSnapshot> catalog;
  private final Supplier<CatalogSchema> schema;
  private final AtomicReference<CritiqueReader> reader;
  private final AtomicBoolean renewing = new AtomicBoolean();

  /** Reads the catalogue at once. */
  public CurrentReader(Supplier<CatalogSnapshot> catalog, Supplier<CatalogSchema> schema) {
    this.catalog = catalog;
    this.schema = schema;
    this.reader =
        new AtomicReference<>(new CritiqueReader(CatalogueLexicon.of(catalog.get(), schema.get())));
  }

  @Override
  public CritiqueReader get() {
    CritiqueReader known = reader.get();
    if (known.lexicon().version() != catalog.get().version()
        && renewing.compareAndSet(false, true)) {
      Thread.ofVirtual().name("lexicon").start(() -> renew(known));
    }
    return known;
  }

  private void renew(CritiqueReader known) {
    try {
      reader.set(new CritiqueReader(known.lexicon().next(catalog.get(), schema.get())));
    } finally {
      renewing.set(false);
    }
  }
}
