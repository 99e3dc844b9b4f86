package dev.drago.explain;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The demo catalogue, read once. */
final class Films {

  static final CatalogSnapshot CATALOG = read();
  static final CatalogueWords WORDS = CatalogueWords.of(CATALOG);

  private Films() {}

  private static CatalogSnapshot read() {
    try (InputStream in = Films.class.getResourceAsStream("/demo/catalogue.jsonl")) {
      if (in == null) {
        throw new IllegalStateException("no demo catalogue");
      }
      List<Change> changes = new ArrayList<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> ItemJson.parse(line, CatalogSchema.empty()))
          .forEach(item -> changes.add(new Change(changes.size(), item.id(), item)));
      return CatalogSnapshot.empty().with(changes, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Item film(String id) {
    return CATALOG.item(CATALOG.ordinal(id).orElseThrow());
  }

  static List<Item> all() {
    return CATALOG.live().stream().mapToObj(CATALOG::item).toList();
  }
}
