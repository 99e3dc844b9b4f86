package dev.drago.evaluation;

import java.util.Arrays;

/**
 * One question with a known answer: after {@code history}, what comes next?
 *
 * @param history what the rankers are told: item ordinals, oldest first; read it only
 * @param seen what the user took, which is masked; the same as {@code history} unless that was cut
 * @param target the ordinal of the item that did come next
 */
public record Case(String user, int[] history, int[] seen, int target) {

  /** A case in which everything the user took is told. */
  public static Case of(String user, int[] history, int target) {
    return new Case(user, history, history, target);
  }

  /**
   * The same question when only the last {@code known} items are told. What was seen stays masked,
   * so that the same items are ranked and the figures differ by what was known alone.
   */
  public Case knowing(int known) {
    int from = Math.max(0, history.length - known);
    return new Case(user, Arrays.copyOfRange(history, from, history.length), seen, target);
  }
}
