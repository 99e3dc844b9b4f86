package dev.drago.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Leave one out: a user's last item is the test item, the one before it the validation item, the
 * rest is history. For {@link Stage#TEST} the validation item belongs to the history.
 *
 * <p>Not every user makes a case. Left out, and counted, are users
 *
 * <ul>
 *   <li>with fewer than three items: nothing would be left to know them by;
 *   <li>whose held-out item they had before: seen items are masked, so no ranker could ever
 *       recommend it, and the case would measure the mask;
 *   <li>whose held-out item is not a candidate, such as one deleted since. The item before it does
 *       not take its place: a model may have been trained on that one.
 * </ul>
 */
public final class LeaveOneOut {

  private static final int SHORTEST = 3;

  /** What a user took, as item ordinals, oldest first. */
  public record History(String user, int[] items) {}

  /** How many users make no case, by reason. */
  public record LeftOut(int shortHistory, int repeatedTarget, int unknownTarget) {}

  /**
   * The cases of one stage, in the order of the users given.
   *
   * @param candidates the ordinals that are ranked
   */
  public record Split(Stage stage, BitSet candidates, List<Case> cases, LeftOut leftOut) {
    public Split {
      candidates = (BitSet) candidates.clone();
      cases = List.copyOf(cases);
    }

    /** A copy the caller may change. */
    @Override
    public BitSet candidates() {
      return (BitSet) candidates.clone();
    }
  }

  private LeaveOneOut() {}

  /** Makes the cases of one stage; {@code candidates} are usually the live ordinals. */
  public static Split split(Stage stage, BitSet candidates, Iterable<History> histories) {
    List<Case> cases = new ArrayList<>();
    int shortHistory = 0;
    int repeatedTarget = 0;
    int unknownTarget = 0;
    for (History history : histories) {
      int[] items = history.items();
      if (items.length < SHORTEST) {
        shortHistory++;
        continue;
      }
      int position = stage.position(items.length);
      int target = items[position];
      int[] before = Arrays.copyOf(items, position);
      if (IntStream.of(before).anyMatch(item -> item == target)) {
        repeatedTarget++;
      } else if (!candidates.get(target)) {
        unknownTarget++;
      } else {
        cases.add(new Case(history.user(), before, target));
      }
    }
    return new Split(
        stage, candidates, cases, new LeftOut(shortHistory, repeatedTarget, unknownTarget));
  }
}
