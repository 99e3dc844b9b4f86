package dev.drago.conversation;

import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a person says, in English, Spanish or both at once, without a language model.
 *
 * <pre>{@code
 * reader.read("something like Alien but funnier, not from the 80s", Optional.empty())
 * // OfItem(alien-1979), OfMood(funny), OfRange(year, 1980, 1989, not wanted)
 * }</pre>
 *
 * <p>It knows the words of the catalogue ({@link CatalogueLexicon}) and those of its own lexicon
 * (the files in {@code conversation/}). What both do not know, beyond filler, is left as a wish in
 * words; what is negated is not, for a search by meaning would find it. Of two things that
 * contradict each other the later holds. The first 2,000 characters are read. Immutable; the same
 * words always read the same.
 */
public final class CritiqueReader {

  private final CatalogueLexicon lexicon;
  private final Spotter spotter;

  public CritiqueReader(CatalogueLexicon lexicon) {
    this.lexicon = lexicon;
    this.spotter = new Spotter(lexicon);
  }

  /** The lexicon it reads with. */
  public CatalogueLexicon lexicon() {
    return lexicon;
  }

  /**
   * What an utterance says.
   *
   * @param hint the language to assume where the words do not tell
   */
  public Critique read(String utterance, Optional<Language> hint) {
    return reading(utterance, hint).critique();
  }

  /**
   * A critique and how it came about.
   *
   * @param unexplained the runs of words that the reader has no meaning for, as written
   * @param negated those of them that are not wanted
   */
  record Reading(
      Critique critique, Utterance said, List<String> unexplained, List<String> negated) {}

  Reading reading(String utterance, Optional<Language> hint) {
    Utterance said = Utterance.read(utterance, hint, lexicon);
    List<Span> spans = spotter.spot(said);
    List<Clause> clauses = Clause.of(said, spans);
    Scope.Found found = Scope.of(said, clauses);
    List<String> negated = written(found.negated(), said);
    List<String> unexplained = new ArrayList<>(written(found.unknown(), said));
    unexplained.addAll(negated);
    return new Reading(critique(said, spans, clauses, found), said, unexplained, negated);
  }

  private static List<String> written(List<Clause.Part> parts, Utterance said) {
    return parts.stream().map(part -> said.written(part.from(), part.to())).toList();
  }

  private Critique critique(
      Utterance said, List<Span> spans, List<Clause> clauses, Scope.Found found) {
    Act act = act(spans);
    if (act == Act.WHY) {
      return new Critique(said.language(), act, about(spans), List.of());
    }
    List<Statement> statements =
        new ArrayList<>(
            Statements.of(
                act == Act.REFINE
                    ? found.things()
                    : found.things().stream()
                        .filter(thing -> !(thing.thing() instanceof Meaning.OfPosition))
                        .toList(),
                said));
    Wish.of(said, clauses, found).map(Statement.OfWish::new).ifPresent(statements::add);
    if (act == Act.REFINE && statements.isEmpty() && asksForMore(spans)) {
      act = Act.MORE;
    }
    return new Critique(said.language(), act, 0, statements);
  }

  private static Act act(List<Span> spans) {
    boolean first = true;
    for (Span span : spans) {
      if (span.meaning() instanceof Meaning.OfAct(Act act)) {
        if (act == Act.UNDO || act == Act.START_OVER || (act == Act.WHY && first)) {
          return act;
        }
      }
      first &=
          span.meaning() instanceof Meaning.Filler
              || span.meaning() instanceof Meaning.OfRole
              || span.meaning().equals(new Meaning.OfCue(Cue.AND));
    }
    return Act.REFINE;
  }

  private static int about(List<Span> spans) {
    return spans.stream()
        .map(Span::meaning)
        .filter(Meaning.OfPosition.class::isInstance)
        .map(Meaning.OfPosition.class::cast)
        .mapToInt(Meaning.OfPosition::position)
        .findFirst()
        .orElse(0);
  }

  private static boolean asksForMore(List<Span> spans) {
    return spans.stream()
        .map(Span::meaning)
        .anyMatch(
            meaning ->
                meaning.equals(new Meaning.OfAct(Act.MORE))
                    || meaning.equals(new Meaning.OfCue(Cue.MORE)));
  }
}
