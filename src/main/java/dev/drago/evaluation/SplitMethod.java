package dev.drago.evaluation;

import java.util.BitSet;
import java.util.List;

/**
 * How a log is cut into what models may learn from and what they are asked.
 *
 * <p>Of both stages the training part is the same, and holds nothing of either: a model is chosen
 * on validation and then asked the test cases as it is.
 */
public sealed interface SplitMethod permits LeaveOneOut, TemporalSplit {

  /** One line for reports. */
  String description();

  /**
   * Cuts.
   *
   * @param candidates the ordinals that are ranked, usually the live ones of the log
   * @param log a history a user, in the order of the cases
   */
  Split split(Stage stage, BitSet candidates, List<History> log);
}
