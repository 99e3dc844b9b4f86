package dev.drago.conversation.reading;

import dev.drago.conversation.Contradiction;
import dev.drago.conversation.Mood;
import dev.drago.conversation.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns what is wanted and what is not into statements that do not contradict each other. */
final class Statements {

  private Statements() {}

  /** In the order of speech. */
  static List<Statement> of(List<Scope.Wanted> things, Utterance said) {
    List<Scope.Wanted> joined = withoutVague(joinedRanges(things, said));
    List<Statement> statements = new ArrayList<>();
    for (Scope.Wanted one : joined) {
      for (Statement statement : statements(one)) {
        statements.removeIf(earlier -> Contradiction.inOneUtterance(earlier, statement));
        if (!statements.contains(statement)) {
          statements.add(statement);
        }
      }
    }
    return statements;
  }

  private static List<Statement> statements(Scope.Wanted one) {
    return switch (one.thing()) {
      case Meaning.OfItem(String id) -> List.of(new Statement.OfItem(id, one.wanted()));
      case Meaning.OfPosition(int at) -> List.of(new Statement.OfPosition(at, one.wanted()));
      case Meaning.OfMood(String mood) -> List.of(new Statement.OfMood(mood, one.wanted()));
      case Meaning.OfRange(Bounds bounds, boolean vague) -> List.of(bounds.statement(one.wanted()));
      case Meaning.OfValues(List<Mood.Value> values) ->
          values.stream()
              .<Statement>map(
                  v -> new Statement.OfAttribute(v.attribute(), v.value(), one.wanted()))
              .toList();
    };
  }

  /** "The 70s or 80s" are one range, where both are wanted or neither is. */
  private static List<Scope.Wanted> joinedRanges(List<Scope.Wanted> things, Utterance said) {
    List<Scope.Wanted> joined = new ArrayList<>();
    for (Scope.Wanted one : things) {
      Optional<Scope.Wanted> both =
          joined.isEmpty() ? Optional.empty() : joined(joined.getLast(), one, said);
      if (both.isPresent()) {
        joined.removeLast();
      }
      joined.add(both.orElse(one));
    }
    return joined;
  }

  private static Optional<Scope.Wanted> joined(
      Scope.Wanted first, Scope.Wanted second, Utterance said) {
    if (first.wanted() != second.wanted()
        || !(first.thing() instanceof Meaning.OfRange(Bounds a, boolean vagueA))
        || !(second.thing() instanceof Meaning.OfRange(Bounds b, boolean vagueB))
        || !a.isClosed()
        || !b.isClosed()
        || !isOr(said, first.part().to(), second.part().from())) {
      return Optional.empty();
    }
    return a.joined(b)
        .map(
            both ->
                new Scope.Wanted(
                    new Clause.Part(
                        first.part().from(), second.part().to(), second.part().meaning()),
                    new Meaning.OfRange(both, false),
                    first.wanted()));
  }

  private static boolean isOr(Utterance said, int from, int to) {
    for (int i = from; i < to; i++) {
      String raw = said.token(i).raw();
      if (!Set.of(
              "or", "and", "o", "u", "y", "e", "ni", "nor", "to", "a", "the", "los", "de", "from",
              "en")
          .contains(raw)) {
        return false;
      }
    }
    return to > from;
  }

  /** What is said in numbers replaces "recent" and "old". */
  private static List<Scope.Wanted> withoutVague(List<Scope.Wanted> things) {
    return things.stream()
        .filter(
            one ->
                !(one.thing() instanceof Meaning.OfRange(Bounds bounds, boolean vague)
                    && vague
                    && things.stream().anyMatch(other -> isExact(other, bounds.attribute()))))
        .toList();
  }

  private static boolean isExact(Scope.Wanted one, String attribute) {
    return one.thing() instanceof Meaning.OfRange(Bounds bounds, boolean vague)
        && !vague
        && bounds.attribute().equals(attribute);
  }
}
