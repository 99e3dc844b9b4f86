package dev.drago.evaluation;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What rankers answered to cases.
 *
 * @param asked the cases that all rankers have answered, in order
 * @param cases how many there were to ask
 * @param choices how many items were ranked, by case; read it only
 * @param ranks of the target, by ranker and case; read them only
 * @param lists what the first ten were like, by ranker
 * @param latencies by step
 */
public record Answers(
    List<Case> asked,
    int cases,
    int[] choices,
    Map<String, double[]> ranks,
    Map<String, ListFigures> lists,
    Map<String, Latency> latencies) {

  /** Whether every case was asked. */
  public boolean complete() {
    return asked.size() == cases;
  }

  /** The ranks of one ranker by case. */
  public double[] ranks(String ranker) {
    return Objects.requireNonNull(ranks.get(ranker), ranker);
  }

  /** What the first ten of one ranker were like. */
  public ListFigures lists(String ranker) {
    return Objects.requireNonNull(lists.get(ranker), ranker);
  }
}
