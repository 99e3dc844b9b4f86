package dev.drago.dataset;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.catalog.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Catalogues of numbered films. */
final class Catalogues {

  private static final List<String> GENRES = List.of("Horror", "Drama", "Comedy");

  private Catalogues() {}

  /** Items {@code f0} on, of which some were deleted. */
  static CatalogSnapshot of(int items, int... deleted) {
    List<Change> changes = new ArrayList<>();
    for (int o = 0; o < items; o++) {
      changes.add(new Change(o, "f" + o, film("f" + o, "Film " + o, o)));
    }
    for (int o : deleted) {
      changes.add(new Change(o, "f" + o, null));
    }
    return CatalogSnapshot.empty().with(changes, 1);
  }

  static Item film(String id, String title, int number) {
    return new Item(
        id,
        title,
        "",
        Map.of("genres", new AttributeValue.Keywords(List.of(GENRES.get(number % GENRES.size())))));
  }
}
