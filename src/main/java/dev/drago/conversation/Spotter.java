package dev.drago.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads an utterance as a row of spans, each with one meaning. Every reading of every few words is
 * collected with a weight; of all ways to lay them side by side the heaviest is taken, by dynamic
 * programming over the words. So "the third man" is a title and not "the third" and a man.
 */
final class Spotter {

  private static final double MOOD = 2.6;
  private static final double ACT = 2.2;
  private static final double MORE = 1.5;
  private static final double CUE = 2;
  private static final double ROLE = 1.1;
  private static final double FILLER_PHRASE = 1.5;
  private static final double FILLER = 1;

  private final CatalogueLexicon lexicon;

  Spotter(CatalogueLexicon lexicon) {
    this.lexicon = lexicon;
  }

  /** The spans in order; words of none mean nothing to the lexicon. */
  List<Span> spot(Utterance said) {
    return heaviest(readings(said), said.size());
  }

  /** Every reading of every few words. */
  List<Span> readings(Utterance said) {
    int n = said.size();
    List<Span> all = new ArrayList<>();
    ValueSpotter values = new ValueSpotter(lexicon, said);
    TitleSpotter titles = new TitleSpotter(lexicon, said);
    RangeSpotter ranges = new RangeSpotter(lexicon, said);
    PositionSpotter positions = new PositionSpotter(lexicon.lexicon, said);
    for (int i = 0; i < n; i++) {
      words(said, i, all);
      values.spot(i, all);
      titles.spot(i, all);
      ranges.spot(i, all);
      positions.spot(i, all);
    }
    return all;
  }

  private void words(Utterance said, int from, List<Span> into) {
    Token token = said.token(from);
    boolean number = lexicon.lexicon.numerals.cardinal(token).isPresent();
    if (number || lexicon.lexicon.isFiller(token.folded())) {
      into.add(new Span(from, from + 1, new Meaning.Filler(), FILLER));
    }
    for (var match : lexicon.lexicon.phrases.at(said.tokens(), from)) {
      boolean foreign =
          match.words() == 1
              && match.language() != said.language()
              && lexicon.lexicon.isWordOf(said.language(), token.folded());
      if (!foreign) {
        into.add(new Span(from, from + match.words(), match.meaning(), weight(match.meaning())));
      }
    }
    for (var match : lexicon.lexicon.roleCues.at(said.tokens(), from)) {
      into.add(new Span(from, from + match.words(), new Meaning.OfRole(match.meaning()), ROLE));
    }
  }

  private static double weight(Meaning meaning) {
    return switch (meaning) {
      case Meaning.OfMood mood -> MOOD;
      case Meaning.OfAct(Act act) -> act == Act.MORE ? MORE : ACT;
      case Meaning.OfCue cue -> CUE;
      case Meaning.OfRole role -> ROLE;
      case Meaning.Filler filler -> FILLER_PHRASE;
      case Meaning.Thing thing -> MOOD;
    };
  }

  private static List<Span> heaviest(List<Span> all, int n) {
    List<List<Span>> ending = new ArrayList<>();
    for (int i = 0; i <= n; i++) {
      ending.add(new ArrayList<>());
    }
    all.forEach(span -> ending.get(span.to()).add(span));
    double[] best = new double[n + 1];
    List<Optional<Span>> last = new ArrayList<>(Collections.nCopies(n + 1, Optional.empty()));
    for (int i = 1; i <= n; i++) {
      best[i] = best[i - 1];
      for (Span span : ending.get(i)) {
        double score = best[span.from()] + span.score();
        if (score > best[i]) {
          best[i] = score;
          last.set(i, Optional.of(span));
        }
      }
    }
    List<Span> chosen = new ArrayList<>();
    int at = n;
    while (at > 0) {
      Optional<Span> span = last.get(at);
      span.ifPresent(chosen::add);
      at = span.map(Span::from).orElse(at - 1);
    }
    return chosen.reversed();
  }
}
