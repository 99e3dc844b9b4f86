package dev.drago.conversation;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The demo catalogue without a store. */
public final class DemoFilms {

  private DemoFilms() {}

  /** What its words mean. */
  public static CatalogueLexicon lexicon() {
    try (InputStream in =
        Objects.requireNonNull(DemoFilms.class.getResourceAsStream("/demo/catalogue.jsonl"))) {
      return lexicon(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for items of one's own, one a line. */
  static CatalogueLexicon lexicon(String jsonLines) {
    List<CatalogSnapshot.Change> changes = new ArrayList<>();
    CatalogSchema schema = CatalogSchema.empty();
    for (String line : jsonLines.lines().toList()) {
      Item item = ItemJson.parse(line, schema);
      schema = schema.merge(schema.addedBy(item));
      changes.add(new CatalogSnapshot.Change(changes.size(), item.id(), item));
    }
    return CatalogueLexicon.of(CatalogSnapshot.empty().with(changes, 1), schema);
  }
}
