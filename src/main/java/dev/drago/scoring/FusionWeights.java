package dev.drago.scoring;

import java.util.Map;

/**
 * How much each scorer counts for a person, by what is known of them.
 *
 * <p>The sequence model is best where there is a history. A stranger gets what is popular, here and
 * where the model was trained. A wish in words outweighs habit, since it was said now.
 */
public final class FusionWeights {

  /** A short history says little about the next item: the share of popularity falls as 1/(1+n). */
  private static final double POPULARITY_AT_START = 0.3;

  /** What cannot change a ranking is not worth computing. */
  private static final double NEGLIGIBLE = 0.01;

  private FusionWeights() {}

  /** Weights by scorer name; a scorer that is not named counts nothing. */
  public static Map<String, Double> of(Profile profile) {
    int known = profile.sequence().length;
    double popularity = POPULARITY_AT_START / (1 + known);
    if (profile.wish().isPresent()) {
      return Map.of(
          SemanticScorer.NAME, 1.0, SequenceScorer.NAME, 0.25, PopularityScorer.NAME, 0.05);
    }
    if (known == 0 && profile.disliked().length == 0) {
      return Map.of(PopularityScorer.NAME, 1.0, SequenceScorer.NAME, 0.5);
    }
    if (popularity < NEGLIGIBLE) {
      popularity = 0;
    }
    boolean said = profile.liked().length + profile.disliked().length > 0;
    return Map.of(
        SequenceScorer.NAME,
        1.0,
        SemanticScorer.NAME,
        said ? 0.5 : 0.1,
        PopularityScorer.NAME,
        popularity,
        LinearScorer.NEXT_ITEM,
        known > 0 ? 0.02 : 0,
        LinearScorer.EASE,
        known > 0 ? 0.015 : 0);
  }
}
