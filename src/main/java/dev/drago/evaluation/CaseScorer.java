package dev.drago.evaluation;

import java.util.BitSet;
import java.util.Map;

/** Asks rankers for their scores: the bridge from an evaluation to the code path that serves. */
@FunctionalInterface
public interface CaseScorer {

  /**
   * What the rankers said.
   *
   * @param byRanker scores by item ordinal, higher is better, NaN for no opinion
   * @param nanos how long each step took: a scorer, or what makes rankings of scores
   */
  record Scores(Map<String, float[]> byRanker, Map<String, Long> nanos) {}

  /**
   * The scores of all rankers for one case; they share what is computed for it. Called from several
   * threads. A ranker that cannot answer throws; a row made up instead would be measured.
   *
   * @param allowed the ordinals that count; read it only
   */
  Scores score(Case question, BitSet allowed);
}
