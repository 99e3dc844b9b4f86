package dev.drago.catalog;

import java.util.List;
import java.util.StringJoiner;

/**
 * The one text of an item, for embeddings and prompts: title and year, keyword attributes, prose.
 *
 * <p>A change of the template is a change of every vector: raise {@link #VERSION} with it and the
 * catalogue is embedded anew.
 */
public final class ItemText {

  public static final int VERSION = 1;

  private static final String YEAR = "year";

  private ItemText() {}

  /** Title and, where there is one, year: what tells a film from its remake. */
  public static String name(Item item) {
    return item.attributes().get(YEAR) instanceof AttributeValue.Numeric(double year)
        ? "%s (%d)".formatted(item.title(), (long) year)
        : item.title();
  }

  public static String of(Item item) {
    StringBuilder text = new StringBuilder(name(item)).append('.');
    item.attributes()
        .forEach(
            (name, value) -> {
              switch (value) {
                case AttributeValue.Keywords(List<String> values) ->
                    text.append(' ')
                        .append(label(name))
                        .append(": ")
                        .append(join(values))
                        .append('.');
                case AttributeValue.Text(String prose) -> text.append(' ').append(prose);
                case AttributeValue.Numeric n -> {}
                case AttributeValue.Flag f -> {}
                case AttributeValue.Date d -> {}
              }
            });
    if (!item.text().isEmpty()) {
      text.append(' ').append(item.text());
    }
    return text.toString();
  }

  private static String label(String name) {
    return name.replace('_', ' ');
  }

  private static String join(List<String> values) {
    StringJoiner joined = new StringJoiner(", ");
    values.forEach(joined::add);
    return joined.toString();
  }
}
