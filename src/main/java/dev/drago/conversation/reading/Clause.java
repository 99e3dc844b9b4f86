package dev.drago.conversation.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words between two commas, or between "but" and the end: how far a "not" reaches.
 *
 * @param start what stands before it
 */
record Clause(Token.Gap start, List<Part> parts) {

  /**
   * A span, or a run of words that mean nothing to the lexicon.
   *
   * @param meaning empty for words of no known meaning
   */
  record Part(int from, int to, Optional<Meaning> meaning) {

    boolean isThing() {
      return meaning.orElse(null) instanceof Meaning.Thing;
    }

    boolean isCue(Cue cue) {
      return meaning.orElse(null) instanceof Meaning.OfCue(Cue c) && c == cue;
    }

    boolean isUnknown() {
      return meaning.isEmpty();
    }

    /** An item, or a place in a list. */
    boolean isShown() {
      return meaning.orElse(null) instanceof Meaning.OfItem
          || meaning.orElse(null) instanceof Meaning.OfPosition;
    }
  }

  Clause {
    parts = List.copyOf(parts);
  }

  boolean hasThing() {
    return parts.stream().anyMatch(Part::isThing);
  }

  boolean hasUnknown() {
    return parts.stream().anyMatch(Part::isUnknown);
  }

  /** Cuts an utterance: at punctuation, at "but", and where after "and" a new wish begins. */
  static List<Clause> of(Utterance said, List<Span> spans) {
    List<Part> parts = parts(said, spans);
    List<Clause> clauses = new ArrayList<>();
    List<Part> open = new ArrayList<>();
    Token.Gap start = Token.Gap.STOP;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      Token.Gap gap = said.token(part.from()).before();
      boolean punctuation = gap == Token.Gap.STOP || gap == Token.Gap.COMMA;
      boolean anew = punctuation || part.isCue(Cue.BUT) || begins(said, parts, i, open);
      if (anew && !open.isEmpty()) {
        clauses.add(new Clause(start, open));
        open = new ArrayList<>();
        start = punctuation ? gap : Token.Gap.NONE;
      }
      open.add(part);
    }
    if (!open.isEmpty()) {
      clauses.add(new Clause(start, open));
    }
    return clauses;
  }

  private static boolean begins(Utterance said, List<Part> parts, int i, List<Part> open) {
    Part part = parts.get(i);
    boolean wishes = open.stream().anyMatch(p -> p.isThing() || p.isUnknown());
    if (part.isCue(Cue.WANT) && i > 0 && !parts.get(i - 1).isCue(Cue.NOT)) {
      return wishes;
    }
    if (!part.isCue(Cue.AND) || !wishes || i + 1 == parts.size()) {
      return false;
    }
    String and = said.token(part.from()).raw();
    boolean sum = !List.of("or", "o", "u", "ni", "nor").contains(and);
    int next = i + 1;
    while (next < parts.size() - 1
        && parts.get(next).meaning().orElse(null) instanceof Meaning.Filler) {
      next++;
    }
    Part after = parts.get(next);
    boolean with =
        after.meaning().orElse(null) instanceof Meaning.OfRole(String role)
            && role.equals(AttributeRole.CAST);
    boolean opinion = after.isCue(Cue.LOVE) || after.isCue(Cue.HATE) || after.isCue(Cue.MORE);
    return after.isCue(Cue.NOT) || after.isCue(Cue.WITHOUT) || (sum && (with || opinion));
  }

  private static List<Part> parts(Utterance said, List<Span> spans) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    for (Span span : spans) {
      unknown(at, span.from(), said, parts);
      parts.add(new Part(span.from(), span.to(), Optional.of(span.meaning())));
      at = span.to();
    }
    unknown(at, said.size(), said, parts);
    return parts;
  }

  private static void unknown(int from, int to, Utterance said, List<Part> parts) {
    int start = from;
    for (int i = from; i < to; i++) {
      Token.Gap next = i + 1 < to ? said.token(i + 1).before() : Token.Gap.STOP;
      if (next == Token.Gap.STOP || next == Token.Gap.COMMA) {
        parts.add(new Part(start, i + 1, Optional.empty()));
        start = i + 1;
      }
    }
  }
}
