package dev.drago.conversation;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.CatalogSchema;
import dev.drago.index.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an attribute is to people, by its name: {@code conversation/attributes.txt}.
 *
 * @param names what catalogues call it
 * @param cues words that say a value of it is near
 * @param units factors by the stem of a unit
 * @param lowest words for its lowest quarter
 * @param highest words for its highest quarter
 */
record AttributeRole(
    String name,
    List<String> names,
    List<String> cues,
    Map<String, Integer> units,
    List<String> lowest,
    List<String> highest) {

  private static final String FILE = "attributes.txt";

  /** Years are whole numbers, have decades, and may be written with two digits. */
  static final String YEAR = "year";

  /** Who takes part: "with" begins a wish of its own. */
  static final String CAST = "cast";

  /** "Set in" after a value is of the next one. */
  static final String TOPIC = "topic";

  static List<AttributeRole> standard(Words words) {
    return LexiconFile.rows(FILE, 6).stream()
        .map(
            row ->
                new AttributeRole(
                    row[0],
                    LexiconFile.list(row[1]),
                    LexiconFile.list(row[2]),
                    units(words, row[3]),
                    LexiconFile.list(row[4]),
                    LexiconFile.list(row[5])))
        .toList();
  }

  private static Map<String, Integer> units(Words words, String column) {
    Map<String, Integer> units = new LinkedHashMap<>();
    for (String unit : LexiconFile.list(column)) {
      String[] parts = unit.split("=", 2);
      units.put(
          words.englishStem(words.of(parts[0]).getFirst().folded()), Integer.valueOf(parts[1]));
    }
    return units;
  }

  /** Whether a catalogue's attribute of this name is one of these. */
  boolean isCalled(String attribute, Words words) {
    String key = key(attribute, words);
    return names.stream().anyMatch(name -> key(name, words).equals(key));
  }

  /** The attribute that plays this role, of a type that can be compared. */
  Optional<String> numberOf(CatalogSchema schema, Words words) {
    return names.stream()
        .flatMap(
            name ->
                schema.types().entrySet().stream()
                    .filter(
                        e ->
                            e.getValue() == AttributeType.NUMBER
                                || e.getValue() == AttributeType.DATE)
                    .map(Map.Entry::getKey)
                    .filter(attribute -> key(attribute, words).equals(key(name, words))))
        .findFirst();
  }

  private static String key(String name, Words words) {
    return words.of(name.replace('_', ' ')).stream()
        .map(word -> words.englishStem(word.folded()))
        .collect(Collectors.joining());
  }
}
