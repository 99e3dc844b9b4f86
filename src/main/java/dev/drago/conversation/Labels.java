package dev.drago.conversation;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.recommend.Language;
import java.time.LocalDate;
import java.time.Year;
import java.util.List;
import java.util.OptionalInt;

/**
 * A few characters for each statement, such as {@code + funny}, {@code − Horror}, {@code 1990–1999}
 * or {@code like Alien}: what a page shows to be taken back. In the language of the session, except
 * what the catalogue says.
 */
final class Labels {

  private static final String YEAR = "year";
  private static final int LONGEST_WISH = 40;
  private static final String PLUS = "+ ";
  private static final String MINUS = "− ";

  private final AttributeUse use;
  private final Moods moods;
  private final Language language;

  Labels(AttributeUse use, Moods moods, Language language) {
    this.use = use;
    this.moods = moods;
    this.language = language;
  }

  String of(Statement statement) {
    return switch (statement) {
      case Statement.OfItem(String itemId, boolean wanted) ->
          (wanted ? words("like ", "como ") : words("not like ", "no como ")) + title(itemId);
      case Statement.OfAttribute s -> value(s);
      case Statement.OfRange s -> (s.wanted() ? "" : MINUS) + range(s);
      case Statement.OfMood(String mood, boolean wanted) -> (wanted ? PLUS : MINUS) + mood(mood);
      case Statement.OfWish(String text) -> quoted(text);
      case Statement.OfPosition(int position, boolean wanted) ->
          (wanted ? PLUS : MINUS) + "#" + position;
    };
  }

  /** The title of an item, or its id where it is gone. */
  String title(String itemId) {
    CatalogSnapshot catalog = use.catalog();
    OptionalInt ordinal = catalog.ordinal(itemId);
    return ordinal.isEmpty() ? itemId : catalog.item(ordinal.getAsInt()).title();
  }

  String quoted(String text) {
    String shown =
        text.codePointCount(0, text.length()) <= LONGEST_WISH
            ? text
            : text.substring(0, text.offsetByCodePoints(0, LONGEST_WISH - 1)) + "…";
    return words("“", "«") + shown + words("”", "»");
  }

  private String words(String english, String spanish) {
    return language == Language.ES ? spanish : english;
  }

  private static String value(Statement.OfAttribute s) {
    boolean isFlag = s.value().equals("true") || s.value().equals("false");
    boolean wanted = s.wanted() != (isFlag && s.value().equals("false"));
    return (wanted ? PLUS : MINUS) + (isFlag ? s.attribute().replace('_', ' ') : s.value());
  }

  private String mood(String name) {
    return language == Language.ES
        ? moods.find(name).map(Mood::spanish).map(List::getFirst).orElse(name)
        : name;
  }

  private String range(Statement.OfRange s) {
    String name = s.attribute().equals(YEAR) ? "" : s.attribute().replace('_', ' ') + " ";
    if (s.from().isEmpty()) {
      return name + words("up to ", "hasta ") + bound(s, s.to().orElseThrow());
    }
    String from = bound(s, s.from().getAsDouble());
    if (s.to().isEmpty()) {
      return name + words("from ", "desde ") + from;
    }
    String to = bound(s, s.to().getAsDouble());
    return name + (from.equals(to) ? from : from + "–" + to);
  }

  private String bound(Statement.OfRange s, double bound) {
    if (use.isDate(s.attribute()) && Math.abs(bound) < 365.0 * Year.MAX_VALUE) {
      return LocalDate.ofEpochDay((long) bound).toString();
    }
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? Long.toString((long) bound)
        : Double.toString(bound);
  }
}
