package dev.drago.conversation;

import dev.drago.recommend.Language;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Stands in for the reader of critiques: understands the utterances it was given. */
record Scripted(Map<String, Critique> known) implements Understanding {

  @Override
  public Understood of(String text, Session session) {
    return new Understood(known.getOrDefault(text, refine()), List.of());
  }

  static Critique refine(Statement... statements) {
    return new Critique(Language.EN, Act.REFINE, 0, List.of(statements));
  }

  static Critique act(Act act) {
    return new Critique(Language.EN, act, 0, List.of());
  }

  static Statement genre(String genre) {
    return new Statement.OfAttribute("genres", genre, true);
  }

  static Statement noGenre(String genre) {
    return new Statement.OfAttribute("genres", genre, false);
  }

  static Statement years(int from, int to) {
    return years(from, to, true);
  }

  static Statement years(int from, int to, boolean wanted) {
    return new Statement.OfRange("year", OptionalDouble.of(from), OptionalDouble.of(to), wanted);
  }

  static Statement since(int year) {
    return new Statement.OfRange("year", OptionalDouble.of(year), OptionalDouble.empty(), true);
  }

  static Statement until(int year) {
    return new Statement.OfRange("year", OptionalDouble.empty(), OptionalDouble.of(year), true);
  }

  static Statement like(String id) {
    return new Statement.OfItem(id, true);
  }

  static Statement dislike(String id) {
    return new Statement.OfItem(id, false);
  }

  static Statement mood(String name, boolean wanted) {
    return new Statement.OfMood(name, wanted);
  }
}
