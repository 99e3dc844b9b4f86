package dev.drago.conversation.reading;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Finds places in the list shown last: "the second one", "#3", "la última". */
final class PositionSpotter {

  private static final Set<String> ARTICLES = Set.of("the", "la", "el", "lo");
  private static final Set<String> NUMBERED =
      Set.of("number", "numero", "num", "nr", "option", "opcion", "result", "item", "position");
  private static final Set<String> NOUNS =
      Set.of(
          "one",
          "film",
          "movie",
          "title",
          "option",
          "result",
          "suggestion",
          "recommendation",
          "pick",
          "item",
          "book",
          "pelicula",
          "peli",
          "opcion",
          "sugerencia",
          "recomendacion",
          "titulo",
          "libro");

  private static final int MOST = 50;
  private static final double WEIGHT = 2.4;

  private final Lexicon lexicon;
  private final Utterance said;

  PositionSpotter(Lexicon lexicon, Utterance said) {
    this.lexicon = lexicon;
    this.said = said;
  }

  void spot(int from, List<Span> into) {
    Token token = said.token(from);
    OptionalInt number = lexicon.numerals.cardinal(token);
    if (isHashed(token) && inRange(number)) {
      add(from, from + 1, number.getAsInt(), into);
    }
    if (from + 1 >= said.size()) {
      return;
    }
    Token next = said.token(from + 1);
    boolean article = ARTICLES.contains(token.raw());
    if (NUMBERED.contains(token.raw()) && inRange(lexicon.numerals.cardinal(next))) {
      add(from, from + 2, lexicon.numerals.cardinal(next).orElseThrow(), into);
    }
    if (article && NUMBERED.contains(next.raw()) && from + 2 < said.size()) {
      OptionalInt third = lexicon.numerals.cardinal(said.token(from + 2));
      if (inRange(third)) {
        add(from, from + 3, third.getAsInt(), into);
      }
    }
    if (article
        && Numerals.isDigits(next.raw())
        && inRange(lexicon.numerals.cardinal(next))
        && endsAt(from + 2)) {
      add(from, from + 2, lexicon.numerals.cardinal(next).orElseThrow(), into);
    }
    int at = article ? from + 1 : from;
    OptionalInt ordinal = lexicon.numerals.ordinal(said.token(at));
    if (ordinal.isPresent()) {
      boolean noun = at + 1 < said.size() && NOUNS.contains(said.token(at + 1).english());
      if (noun || (article && endsAt(at + 1))) {
        add(from, noun ? at + 2 : at + 1, ordinal.getAsInt(), into);
      }
    }
  }

  private boolean isHashed(Token token) {
    return token.start() > 0 && said.text().charAt(token.start() - 1) == '#';
  }

  private static boolean inRange(OptionalInt number) {
    return number.isPresent() && number.getAsInt() >= 1 && number.getAsInt() <= MOST;
  }

  /** Whether nothing follows that the ordinal could belong to. */
  private boolean endsAt(int at) {
    return at >= said.size()
        || (said.token(at).before() != Token.Gap.NONE
            && said.token(at).before() != Token.Gap.NUMBER)
        || lexicon.isFiller(said.token(at).folded())
        || lexicon.phrases.at(said.tokens(), at).stream()
            .anyMatch(match -> match.meaning() instanceof Meaning.OfCue);
  }

  private static void add(int from, int to, int position, List<Span> into) {
    into.add(new Span(from, to, new Meaning.OfPosition(position), WEIGHT));
  }
}
