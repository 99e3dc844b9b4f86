package dev.drago.evaluation;

import java.util.BitSet;
import java.util.List;

/**
 * A log, cut: what may be learnt from, and what is asked.
 *
 * @param method how it was cut, in one line
 * @param candidates the ordinals that are ranked
 * @param training what models may learn from
 * @param cases users with a history, in the order of the log
 * @param strangers users of whom nothing is known before what they are asked; their histories are
 *     empty
 */
public record Split(
    String method,
    Stage stage,
    BitSet candidates,
    List<History> training,
    List<Case> cases,
    List<Case> strangers,
    LeftOut leftOut) {

  /**
   * How many users make no case, by reason.
   *
   * @param shortHistory fewer items than a case takes
   * @param repeatedTarget they had the held-out item before: it is masked as seen
   * @param unknownTarget the held-out item is no candidate
   * @param noTarget they took nothing in the time that is asked about
   */
  public record LeftOut(int shortHistory, int repeatedTarget, int unknownTarget, int noTarget) {}

  public Split {
    candidates = (BitSet) candidates.clone();
    training = List.copyOf(training);
    cases = List.copyOf(cases);
    strangers = List.copyOf(strangers);
  }

  /** A copy the caller may change. */
  @Override
  public BitSet candidates() {
    return (BitSet) candidates.clone();
  }

  /** The same, with {@code items} taken out of what is learnt from: as if nobody had met them. */
  public Split withoutInTraining(BitSet items) {
    List<History> rest =
        training.stream().map(history -> history.only(item -> !items.get(item))).toList();
    return new Split(method, stage, candidates, rest, cases, strangers, leftOut);
  }

  /** How many interactions may be learnt from. */
  public long trainingInteractions() {
    return training.stream().mapToLong(history -> history.items().length).sum();
  }
}
