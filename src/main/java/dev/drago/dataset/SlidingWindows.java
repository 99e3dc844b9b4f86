package dev.drago.dataset;

import dev.drago.scoring.RecommendationPrompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts a history into windows: of {@code A B C D E} with a window of 3 {@code [A B C] → D} and
 * {@code [B C D] → E}.
 *
 * <p>They are cut from the newest item backwards, and where a user has more than {@code perUser}
 * the newest are kept: they are nearest to what will be asked. A target that was taken before makes
 * no window, because what is served never recommends what was seen.
 *
 * @param window how many items before the target are told at most; no more than are served
 * @param stride how many items lie between two targets
 * @param minimum how many items must come before a target
 * @param perUser how many windows of one user are kept; 0 for all
 */
public record SlidingWindows(int window, int stride, int minimum, int perUser) {

  public SlidingWindows {
    if (window < 1 || window > RecommendationPrompt.MOST_ITEMS) {
      throw new IllegalArgumentException(
          "--window must be 1 to %d, not %d: a served prompt tells no more items"
              .formatted(RecommendationPrompt.MOST_ITEMS, window));
    }
    requireFrom("--stride", stride, 1);
    requireFrom("--minimum", minimum, 1);
    requireFrom("--per-user", perUser, 0);
  }

  private static void requireFrom(String option, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, not %d".formatted(option, least, value));
    }
  }

  /**
   * The windows of one history.
   *
   * @param windows the newest first
   * @param repeated how many targets on the way were passed over, because they had been taken
   */
  record Cut(List<Window> windows, int repeated) {}

  /**
   * Cuts.
   *
   * @param items the {@link TrainingPart} of a history
   */
  Cut cut(int[] items) {
    boolean[] isNew = new boolean[items.length];
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < items.length; i++) {
      isNew[i] = seen.add(items[i]);
    }
    List<Window> windows = new ArrayList<>();
    int repeated = 0;
    int most = perUser == 0 ? Integer.MAX_VALUE : perUser;
    for (int t = items.length - 1; t >= minimum && windows.size() < most; t -= stride) {
      if (isNew[t]) {
        windows.add(new Window(Arrays.copyOfRange(items, Math.max(0, t - window), t), items[t]));
      } else {
        repeated++;
      }
    }
    return new Cut(windows, repeated);
  }
}
