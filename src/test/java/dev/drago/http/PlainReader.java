package dev.drago.http;

import dev.drago.conversation.Act;
import dev.drago.conversation.Critique;
import dev.drago.conversation.Session;
import dev.drago.conversation.Statement;
import dev.drago.conversation.Understanding;
import dev.drago.inference.OverloadedException;
import dev.drago.recommend.Language;
import dev.drago.recommend.LiveCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A reader for tests of the routes, which are not about reading: words between commas such as
 * {@code +Comedy}, {@code -Drama}, {@code 1990-1999}, {@code !1980-1989}, {@code like ID}, {@code
 * #2}, {@code ~funny}, {@code why 2}, {@code undo}, {@code more}, {@code start over}, {@code es};
 * {@code overloaded} it is; the rest is a wish.
 */
record PlainReader(LiveCatalog catalog) implements Understanding {

  static PlainReader of(LiveCatalog catalog) {
    return new PlainReader(catalog);
  }

  @Override
  public Understood of(String text, Session session) {
    Language language = session.language();
    Act act = Act.REFINE;
    int about = 0;
    List<Statement> statements = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String word = part.strip();
      switch (word) {
        case "es" -> language = Language.ES;
        case "undo" -> act = Act.UNDO;
        case "more" -> act = Act.MORE;
        case "start over" -> act = Act.START_OVER;
        case "hm" -> {}
        case "overloaded" -> throw new OverloadedException("the reader", 8);
        default -> {
          if (word.startsWith("why ")) {
            act = Act.WHY;
            about = Integer.parseInt(word.substring(4));
          } else {
            statements.add(statement(word));
          }
        }
      }
    }
    return new Understood(new Critique(language, act, about, statements), List.of());
  }

  private Statement statement(String word) {
    if (word.startsWith("like ") && catalog.snapshot().ordinal(word.substring(5)).isPresent()) {
      return new Statement.OfItem(word.substring(5), true);
    }
    if (word.matches("!?\\d{4}-\\d{4}")) {
      String[] years = word.replace("!", "").split("-", -1);
      return new Statement.OfRange(
          "year",
          OptionalDouble.of(Integer.parseInt(years[0])),
          OptionalDouble.of(Integer.parseInt(years[1])),
          !word.startsWith("!"));
    }
    if (word.matches("#-?\\d")) {
      return new Statement.OfPosition(Integer.parseInt(word.substring(1)), true);
    }
    return switch (word.isEmpty() ? ' ' : word.charAt(0)) {
      case '+' -> new Statement.OfAttribute("genres", word.substring(1), true);
      case '-' -> new Statement.OfAttribute("genres", word.substring(1), false);
      case '~' -> new Statement.OfMood(word.substring(1).toLowerCase(Locale.ROOT), true);
      default -> new Statement.OfWish(word);
    };
  }
}
