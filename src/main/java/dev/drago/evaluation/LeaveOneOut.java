package dev.drago.evaluation;

import dev.drago.evaluation.Split.LeftOut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Leave one out: a user's last item is the test item, the one before it the validation item, the
 * rest is learnt from. For {@link Stage#TEST} the validation item belongs to the history that is
 * asked with.
 *
 * <p>Not every user makes a case. Left out, and counted, are users
 *
 * <ul>
 *   <li>with fewer than three items: nothing would be left to know them by. Nothing of theirs is
 *       held out, and all of it is learnt from;
 *   <li>whose held-out item they had before: seen items are masked, so no ranker could ever
 *       recommend it, and the case would measure the mask;
 *   <li>whose held-out item is not a candidate, such as one deleted since. The item before it does
 *       not take its place: a model may have been trained on that one.
 * </ul>
 *
 * An item a user took several times counts as often in what is learnt from.
 */
public record LeaveOneOut() implements SplitMethod {

  private static final int SHORTEST = 3;
  private static final int HELD_OUT = 2;

  @Override
  public String description() {
    return "leave one out";
  }

  @Override
  public Split split(Stage stage, BitSet candidates, List<History> log) {
    List<History> training = new ArrayList<>();
    List<Case> cases = new ArrayList<>();
    int shortHistory = 0;
    int repeatedTarget = 0;
    int unknownTarget = 0;
    for (History history : log) {
      int[] items = history.items();
      if (items.length < SHORTEST) {
        shortHistory++;
        training.add(history);
        continue;
      }
      training.add(history.first(items.length - HELD_OUT));
      int position = stage.position(items.length);
      int target = items[position];
      int[] before = Arrays.copyOf(items, position);
      if (IntStream.of(before).anyMatch(item -> item == target)) {
        repeatedTarget++;
      } else if (!candidates.get(target)) {
        unknownTarget++;
      } else {
        cases.add(Case.of(history.user(), before, target));
      }
    }
    return new Split(
        description(),
        stage,
        candidates,
        training,
        cases,
        List.of(),
        new LeftOut(shortHistory, repeatedTarget, unknownTarget, 0));
  }
}
