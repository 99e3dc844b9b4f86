package dev.drago.conversation.reading;

import dev.drago.conversation.Act;
import dev.drago.conversation.Critique;
import dev.drago.conversation.Statement;
import dev.drago.inference.Deadline;
import dev.drago.inference.TextGenerator;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Understands what a person says: the {@link CritiqueReader} always, and a chat model, where there
 * is one, for the words the reader knows nothing of.
 *
 * <p>The model proposes, the reader decides. What is added names a value of the catalogue, a mood
 * or a title, and hangs on a word that the reader has no meaning for, one statement a word; whether
 * it is wanted is told by the reader's reading of the clause; what the reader has said of the same
 * thing stands. Without such words the model is not asked. Safe for use by many threads.
 */
public final class CritiqueUnderstanding {

  /**
   * What was understood.
   *
   * @param degraded whether a model should have been heard and was not: it failed, was overloaded
   *     or too slow
   */
  public record Understood(Critique critique, boolean degraded) {}

  private final CritiqueReader reader;
  private final Optional<ModelCritique> model;

  public CritiqueUnderstanding(CritiqueReader reader, Optional<TextGenerator> model) {
    this.reader = reader;
    this.model = model.map(ModelCritique::new);
  }

  /**
   * What an utterance says.
   *
   * @param hint the language to assume where the words do not tell
   * @param deadline after which the model is not waited for
   */
  public Understood understand(String utterance, Optional<Language> hint, Deadline deadline) {
    CritiqueReader.Reading reading = reader.reading(utterance, hint);
    Critique read = reading.critique();
    if (model.isEmpty() || read.act() != Act.REFINE) {
      return new Understood(read, false);
    }
    Choices choices = Choices.toAdd(reading, reader.lexicon());
    if (choices.words().isEmpty()) {
      return new Understood(read, false);
    }
    try {
      List<Proposal> proposals = model.get().propose(reading.said(), choices, deadline);
      return new Understood(with(reader.lexicon(), reading, proposals), false);
    } catch (ModelCritique.NoAnswerException e) {
      return new Understood(read, true);
    }
  }

  /**
   * What the model says with nobody to check it, to measure what it is worth.
   *
   * @return the language is the reader's; empty where the model did not answer
   */
  public Optional<Critique> modelAlone(String utterance, Deadline deadline) {
    CritiqueReader.Reading reading = reader.reading(utterance, Optional.empty());
    if (model.isEmpty() || reading.said().size() == 0) {
      return Optional.empty();
    }
    try {
      List<Statement> statements =
          model
              .get()
              .propose(reading.said(), Choices.alone(reading, reader.lexicon()), deadline)
              .stream()
              .map(Proposal::statement)
              .distinct()
              .toList();
      return Optional.of(new Critique(reading.critique().language(), Act.REFINE, 0, statements));
    } catch (ModelCritique.NoAnswerException e) {
      return Optional.empty();
    }
  }

  private static Critique with(
      CatalogueLexicon lexicon, CritiqueReader.Reading reading, List<Proposal> proposals) {
    Set<String> negated =
        reading.negated().stream()
            .flatMap(run -> lexicon.words().of(run).stream())
            .map(word -> word.written())
            .collect(Collectors.toSet());
    List<Statement> statements = new ArrayList<>(reading.critique().statements());
    Set<String> pointedAt = new HashSet<>();
    for (Proposal proposal : proposals) {
      boolean wanted = !negated.contains(proposal.word());
      if (isSupported(proposal, lexicon)
          && statements.stream().noneMatch(said -> isSame(said, proposal.statement()))
          && pointedAt.add(proposal.word())) {
        statements.add(withSign(proposal.statement(), wanted));
      }
    }
    Critique read = reading.critique();
    return new Critique(read.language(), read.act(), read.about(), statements);
  }

  /** A title has to have the word; a name, which is capitalised, says nothing but itself. */
  private static boolean isSupported(Proposal proposal, CatalogueLexicon lexicon) {
    String word = proposal.word().toLowerCase(Locale.ROOT);
    boolean name = Character.isUpperCase(proposal.word().codePointAt(0));
    return switch (proposal.statement()) {
      case Statement.OfItem(String id, boolean wanted) ->
          lexicon.titleWithYear(id).toLowerCase(Locale.ROOT).contains(word);
      case Statement.OfAttribute(String attribute, String value, boolean wanted) ->
          !name || value.toLowerCase(Locale.ROOT).contains(word);
      case Statement.OfMood mood -> !name;
      case Statement.OfRange range -> false;
      case Statement.OfPosition position -> false;
      case Statement.OfWish wish -> false;
    };
  }

  /** The same thing, wanted or not. */
  private static boolean isSame(Statement said, Statement proposed) {
    return withSign(said, true).equals(withSign(proposed, true));
  }

  private static Statement withSign(Statement statement, boolean wanted) {
    return switch (statement) {
      case Statement.OfItem(String id, boolean w) -> new Statement.OfItem(id, wanted);
      case Statement.OfPosition(int position, boolean w) ->
          new Statement.OfPosition(position, wanted);
      case Statement.OfAttribute(String attribute, String value, boolean w) ->
          new Statement.OfAttribute(attribute, value, wanted);
      case Statement.OfMood(String mood, boolean w) -> new Statement.OfMood(mood, wanted);
      case Statement.OfRange range ->
          new Statement.OfRange(range.attribute(), range.from(), range.to(), wanted);
      case Statement.OfWish wish -> wish;
    };
  }
}
