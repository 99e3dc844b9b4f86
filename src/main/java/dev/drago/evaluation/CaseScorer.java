package dev.drago.evaluation;

import java.util.BitSet;

/** Asks a ranker for its scores: the bridge from an evaluation to the code path that serves. */
@FunctionalInterface
public interface CaseScorer {

  /**
   * The scores of {@code ranker} by item ordinal, higher is better, NaN for no opinion. Called from
   * several threads. A ranker that cannot answer throws; a row made up instead would be measured.
   *
   * @param allowed the ordinals that count; read it only
   */
  float[] score(Case question, String ranker, BitSet allowed);
}
