package dev.drago.evaluation;

import java.util.List;

/**
 * How a list of ten answers one wish.
 *
 * @param hit 1 where an accepted item is among the ten, else 0
 * @param recall the share of the accepted items that is among the ten, of at most ten
 * @param reciprocalRank 1 through the place of the first accepted item, 0 where none is there
 */
public record WishOutcome(Wish wish, double hit, double recall, double reciprocalRank) {

  /** How long the lists are. */
  public static final int DEPTH = 10;

  /**
   * Compares what was found, best first, with what is accepted; what lies beyond the first ten does
   * not count.
   */
  public static WishOutcome of(Wish wish, List<String> found) {
    List<String> shown = found.subList(0, Math.min(DEPTH, found.size()));
    long accepted = shown.stream().distinct().filter(wish.accepted()::contains).count();
    double reciprocal = 0;
    for (int place = shown.size(); place >= 1; place--) {
      if (wish.accepted().contains(shown.get(place - 1))) {
        reciprocal = 1.0 / place;
      }
    }
    return new WishOutcome(
        wish,
        accepted > 0 ? 1 : 0,
        (double) accepted / Math.min(DEPTH, wish.accepted().size()),
        reciprocal);
  }
}
