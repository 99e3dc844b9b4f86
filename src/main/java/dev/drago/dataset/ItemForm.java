package dev.drago.dataset;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.inference.ItemTokens;
import dev.drago.scoring.ItemNames;
import java.util.Locale;
import java.util.function.IntFunction;

/** What an item is called in a data set. */
public enum ItemForm {
  /** By its name, as the strategy {@code generative} is told of it and names it. */
  TITLES,
  /** By its token, {@code <item:ID>}. */
  TOKENS;

  /**
   * Names by ordinal.
   *
   * @throws IllegalArgumentException for {@link #TOKENS} when an id cannot be part of a token
   */
  IntFunction<String> names(CatalogSnapshot catalog) {
    return switch (this) {
      case TITLES -> ItemNames.of(catalog)::name;
      case TOKENS -> {
        catalog.live().stream().forEach(o -> requireTokenId(catalog.item(o).id()));
        yield o -> ItemTokens.text(catalog.item(o).id());
      }
    };
  }

  /** A tokenizer finds the end of a token by its '>', and some cut texts at white space first. */
  private static void requireTokenId(String id) {
    if (id.chars().anyMatch(c -> c == '<' || c == '>' || Character.isSpaceChar(c))) {
      throw new IllegalArgumentException(
          "the item '%s' cannot have a token, because of a '<', '>' or space in its id; --form titles names items by their titles"
              .formatted(id));
    }
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
