package dev.drago.dataset;

import java.util.BitSet;

/** What went into a data set, counted while it is written. */
final class DatasetCounts {

  /** Of the training or the validation part. */
  static final class Part {
    private long users;
    private long windows;
    private long pairs;

    void add(int cut, int rejected) {
      users += cut > 0 ? 1 : 0;
      windows += cut;
      pairs += rejected;
    }

    Totals totals() {
      return new Totals(users, windows, pairs);
    }
  }

  /**
   * Of one part.
   *
   * @param users who have a window
   * @param pairs of preferences
   */
  record Totals(long users, long windows, long pairs) {}

  /**
   * All of it.
   *
   * @param users who were read
   * @param withoutWindow those of them that have none
   * @param repeatedTargets windows that were not made, because the target had been taken before
   * @param targets different items that come next somewhere
   * @param longest the most items that a user has without the last two
   */
  record Summary(
      long users,
      long withoutWindow,
      long repeatedTargets,
      int targets,
      int longest,
      Totals train,
      Totals validation) {}

  final Part train = new Part();
  final Part validation = new Part();
  private final BitSet targets = new BitSet();
  private long users;
  private long repeated;
  private int longest;

  void user(int length, SlidingWindows.Cut cut) {
    users++;
    repeated += cut.repeated();
    longest = Math.max(longest, length);
    cut.windows().forEach(window -> targets.set(window.target()));
  }

  Summary summary() {
    Totals learnt = train.totals();
    Totals asked = validation.totals();
    return new Summary(
        users,
        users - learnt.users() - asked.users(),
        repeated,
        targets.cardinality(),
        longest,
        learnt,
        asked);
  }
}
