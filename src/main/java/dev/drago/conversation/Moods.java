package dev.drago.conversation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The moods Drago has words for: {@code conversation/moods.txt}. Immutable. */
public final class Moods {

  private static final String FILE = "moods.txt";
  private static final int COLUMNS = 5;

  private final Map<String, Mood> byName;

  private Moods(Map<String, Mood> byName) {
    this.byName = byName;
  }

  /** Reads those that ship in the jar; keep the result. */
  public static Moods standard() {
    Map<String, Mood> moods = new LinkedHashMap<>();
    for (String[] row : LexiconFile.rows(FILE, COLUMNS)) {
      Mood mood =
          new Mood(
              row[0],
              LexiconFile.list(row[1]),
              LexiconFile.list(row[2]),
              row[3],
              LexiconFile.list(row[4]).stream().map(Moods::value).toList());
      if (moods.put(mood.name(), mood) != null) {
        throw new IllegalStateException("%s names '%s' twice".formatted(FILE, mood.name()));
      }
    }
    return new Moods(moods);
  }

  private static Mood.Value value(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new IllegalStateException("%s: '%s' is not attribute:value".formatted(FILE, text));
    }
    return new Mood.Value(text.substring(0, colon), text.substring(colon + 1));
  }

  /** The mood that {@link Statement.OfMood} names so. */
  public Optional<Mood> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All of them, in the order of the file. */
  public List<Mood> all() {
    return List.copyOf(byName.values());
  }
}
