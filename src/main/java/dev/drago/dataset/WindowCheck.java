package dev.drago.dataset;

import java.util.Optional;

/** Whether there is anything to train on, and else why not, in a sentence. */
final class WindowCheck {

  private WindowCheck() {}

  /** Throws {@link IllegalArgumentException} when there is not. */
  static void require(
      DatasetCounts.Summary counts, DatasetOptions options, Optional<NegativeModel> negatives) {
    if (counts.train().windows() == 0) {
      throw new IllegalArgumentException(noWindow(counts, options));
    }
    if (counts.train().pairs() == 0 && negatives.isPresent()) {
      throw new IllegalArgumentException(
          "there is nothing to reject: after no window does the %s model rank an item that the user did not take"
              .formatted(negatives.get().name()));
    }
  }

  private static String noWindow(DatasetCounts.Summary counts, DatasetOptions options) {
    if (counts.validation().windows() > 0) {
      return "no window is left to train on: all %d users who have one fall into --validation %s"
          .formatted(counts.validation().users(), options.validation());
    }
    if (counts.users() == 0) {
      return "no window is left: the log has no users; drago import reads one";
    }
    int minimum = options.windows().minimum();
    if (counts.longest() > minimum) {
      return "no window is left: all %d targets had been taken before"
          .formatted(counts.repeatedTargets());
    }
    return "no window is left: without its last two items the longest history of %d users has %d items, and --minimum %d and the target take %d"
        .formatted(counts.users(), counts.longest(), minimum, minimum + 1);
  }
}
