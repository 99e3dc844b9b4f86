package dev.drago.conversation;

import dev.drago.conversation.Statement.OfAttribute;
import dev.drago.conversation.Statement.OfItem;
import dev.drago.conversation.Statement.OfMood;
import dev.drago.conversation.Statement.OfPosition;
import dev.drago.conversation.Statement.OfRange;
import dev.drago.conversation.Statement.OfWish;

/**
 * Whether what is said later takes the place of what was said before.
 *
 * <p>It does where the two cannot hold together: the same item, value or mood wanted and not
 * wanted, or a wanted range within an unwanted one. It also does where people mean a change of
 * mind: who said "from the 80s" and a turn later says "from the 90s" wants the 90s. Ranges wanted
 * in one turn are alternatives. "After 1980" and "before 1995" are the two ends of one range, and
 * hold together while they meet.
 */
public final class Contradiction {

  private Contradiction() {}

  /**
   * Whether the later of two statements of one utterance takes the earlier one back. "From the 80s;
   * from the 90s" does, as the two do not meet; what is meant as alternatives, "the 80s or 90s", is
   * read as one range before.
   */
  public static boolean inOneUtterance(Statement earlier, Statement later) {
    if (earlier instanceof OfRange before
        && later instanceof OfRange now
        && before.attribute().equals(now.attribute())
        && before.wanted()
        && now.wanted()) {
      return low(before) > high(now) || low(now) > high(before);
    }
    return between(earlier, later, true);
  }

  /**
   * @param sameTurn whether both were said in one turn
   */
  static boolean between(Statement earlier, Statement later, boolean sameTurn) {
    return switch (later) {
      case OfItem now ->
          earlier instanceof OfItem before
              && before.itemId().equals(now.itemId())
              && before.wanted() != now.wanted();
      case OfAttribute now ->
          earlier instanceof OfAttribute before
              && before.attribute().equals(now.attribute())
              && before.value().equalsIgnoreCase(now.value())
              && before.wanted() != now.wanted();
      case OfMood now ->
          earlier instanceof OfMood before
              && before.mood().equals(now.mood())
              && before.wanted() != now.wanted();
      case OfRange now ->
          earlier instanceof OfRange before
              && before.attribute().equals(now.attribute())
              && between(before, now, sameTurn);
      case OfPosition now ->
          earlier instanceof OfPosition before
              && before.position() == now.position()
              && before.wanted() != now.wanted();
      case OfWish wish -> false;
    };
  }

  private static boolean between(OfRange before, OfRange now, boolean sameTurn) {
    if (before.wanted() && now.wanted()) {
      return !sameTurn && !areEnds(before, now) && !areEnds(now, before);
    }
    if (before.wanted() == now.wanted()) {
      return false;
    }
    return before.wanted() ? isWithin(before, now) : isWithin(now, before);
  }

  /** Whether one says only from where, the other only up to where, and they meet. */
  static boolean areEnds(OfRange low, OfRange high) {
    return low.to().isEmpty()
        && high.from().isEmpty()
        && low.from().orElseThrow() <= high.to().orElseThrow();
  }

  private static boolean isWithin(OfRange inner, OfRange outer) {
    return low(inner) >= low(outer) && high(inner) <= high(outer);
  }

  private static double low(OfRange range) {
    return range.from().orElse(Double.NEGATIVE_INFINITY);
  }

  private static double high(OfRange range) {
    return range.to().orElse(Double.POSITIVE_INFINITY);
  }
}
