package dev.drago.conversation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is left to be looked for by meaning: of each clause the words of no known meaning, with the
 * values and moods among and beside them that are wanted, which they are said of.
 */
final class Wish {

  private Wish() {}

  /** Empty where everything was understood, or is negated. */
  static Optional<String> of(Utterance said, List<Clause> clauses, Scope.Found found) {
    Set<Clause.Part> unknown = new HashSet<>(found.unknown());
    Set<Integer> wanted = new HashSet<>();
    for (Scope.Wanted one : found.things()) {
      boolean worded =
          one.thing() instanceof Meaning.OfValues || one.thing() instanceof Meaning.OfMood;
      if (one.wanted() && worded) {
        wanted.add(one.part().from());
      }
    }
    List<String> pieces = new ArrayList<>();
    for (Clause clause : clauses) {
      piece(said, clause.parts(), unknown, wanted).ifPresent(pieces::add);
    }
    return pieces.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", pieces));
  }

  private static Optional<String> piece(
      Utterance said, List<Clause.Part> parts, Set<Clause.Part> unknown, Set<Integer> wanted) {
    int first = 0;
    while (first < parts.size() && !unknown.contains(parts.get(first))) {
      first++;
    }
    if (first == parts.size()) {
      return Optional.empty();
    }
    int last = parts.size() - 1;
    while (!unknown.contains(parts.get(last))) {
      last--;
    }
    while (first > 0 && wanted.contains(parts.get(first - 1).from())) {
      first--;
    }
    while (last + 1 < parts.size() && wanted.contains(parts.get(last + 1).from())) {
      last++;
    }
    StringBuilder text = new StringBuilder();
    for (Clause.Part part : parts.subList(first, last + 1)) {
      boolean kept =
          switch (part.meaning().orElse(null)) {
            case null -> unknown.contains(part);
            case Meaning.Thing thing -> wanted.contains(part.from());
            case Meaning.OfCue(Cue cue) -> cue == Cue.AND || cue == Cue.THAT;
            case Meaning.OfAct act -> false;
            case Meaning.OfRole role -> true;
            case Meaning.Filler filler -> true;
          };
      if (kept) {
        text.append(text.isEmpty() ? "" : " ").append(said.written(part.from(), part.to()));
      }
    }
    return Optional.of(text.toString());
  }
}
