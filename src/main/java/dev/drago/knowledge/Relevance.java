package dev.drago.knowledge;

import dev.drago.document.Passage;
import dev.drago.index.PassageView;
import dev.drago.index.PassageView.Hit;
import dev.drago.index.PassageWords;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How likely it is that a text answers a question, by its words.
 *
 * <p>A question's <em>coverage</em> by a text is the share of its words that stand there, each
 * weighted by how rare it is among all passages: who asks for the music of Titanic is not served by
 * the music of Jaws. Weights and thresholds were chosen on the questions of {@code
 * docs/knowledge.md}, which says how well they do.
 */
final class Relevance {

  private static final double NAMES = 0.5;

  /** Of coverage + names / 2 + cosine. */
  private static final double ENOUGH = 1;

  /** Of coverage + names / 2, where there is no cosine. */
  private static final double ENOUGH_BY_WORDS = 0.84;

  private final String question;
  private final List<String> names;
  private final PassageView view;

  Relevance(String question, PassageView view) {
    this.question = question;
    this.names = Terms.names(question, false);
    this.view = view;
  }

  /** The coverage by a text in a language, from 0 to 1. */
  double coverage(String text, String language) {
    Set<String> there = new HashSet<>(PassageWords.of(text, language));
    double all = 0;
    double covered = 0;
    for (String stem : PassageWords.of(question, language)) {
      double rarity = view.rarity(stem, language);
      all += rarity;
      covered += there.contains(stem) ? rarity : 0;
    }
    return all == 0 ? 0 : covered / all;
  }

  /** Whether a passage found may hold an answer at all. */
  boolean isEnough(Hit hit, boolean byMeaning) {
    Passage passage = hit.passage();
    String language = PassageWords.language(passage.language(), passage.text());
    double words = coverage(passage.inContext(), language) + NAMES * named(passage.inContext());
    return byMeaning ? words + hit.cosine() >= ENOUGH : words >= ENOUGH_BY_WORDS;
  }

  /** The share of the question's names and numbers that a text has; 1 where it has none. */
  private double named(String text) {
    if (names.isEmpty()) {
      return 1;
    }
    Set<String> there = Terms.words(text);
    return names.stream().filter(there::contains).count() / (double) names.size();
  }
}
