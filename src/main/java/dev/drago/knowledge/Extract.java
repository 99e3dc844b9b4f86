package dev.drago.knowledge;

import dev.drago.index.PassageView.Hit;
import dev.drago.knowledge.Answer.Sentence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Picks the sentences that answer a question best, to the letter. A sentence counts by the words of
 * the question in it, by those in it and its title and headings, and by its passage: the cosine,
 * and the rank.
 */
final class Extract {

  private static final int MOST_SENTENCES = 3;
  private static final double WORDS = 0.25;
  private static final double MEANING = 2;
  private static final double RANK = 0.1;

  /** A further sentence must be three quarters as good as the best. */
  private static final double NEARLY = 0.75;

  private record Scored(String text, int n, double score) {}

  private Extract() {}

  static List<Sentence> of(List<Excerpt> excerpts, List<Hit> hits, Relevance relevance) {
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < excerpts.size(); i++) {
      Excerpt excerpt = excerpts.get(i);
      String context = String.join(". ", excerpt.context());
      double ofPassage = MEANING * hits.get(i).cosine() + RANK / (i + 1);
      for (String sentence : excerpt.sentences()) {
        double words =
            relevance.coverage(sentence, excerpt.language())
                + relevance.coverage(context + ". " + sentence, excerpt.language());
        scored.add(new Scored(sentence, excerpt.n(), WORDS * words + ofPassage));
      }
    }
    scored.sort(Comparator.comparingDouble(Scored::score).reversed()); // stable: then in order
    List<Sentence> chosen = new ArrayList<>();
    Set<String> said = new HashSet<>(); // passages overlap
    for (Scored candidate : scored) {
      boolean good = candidate.score() >= NEARLY * scored.getFirst().score();
      if (good && chosen.size() < MOST_SENTENCES && said.add(candidate.text())) {
        chosen.add(new Sentence(candidate.text(), List.of(candidate.n())));
      }
    }
    return chosen;
  }
}
