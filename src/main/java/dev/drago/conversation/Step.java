package dev.drago.conversation;

import java.util.List;
import java.util.Optional;

/**
 * What a turn made of a session.
 *
 * @param session as it is after the turn; what it shows is still what was shown before
 * @param act what the turn was
 * @param added statements that stand since this turn because it said them
 * @param replaced statements that gave way to a contradicting one of this turn
 * @param removed other statements that no longer stand
 * @param restored statements that stand again because what took their place was taken back
 * @param unresolved positions that were spoken of and that the list shown last did not have
 * @param about for {@link Act#WHY}: the item it asks about
 * @param changed whether anything is other than before; a turn that was not understood changes
 *     nothing
 */
public record Step(
    Session session,
    Act act,
    List<Said> added,
    List<Replaced> replaced,
    List<Said> removed,
    List<Said> restored,
    List<Integer> unresolved,
    Optional<String> about,
    boolean changed) {

  /**
   * A statement that gave way.
   *
   * @param by the id of the one that took its place
   */
  public record Replaced(Said old, int by) {}

  public Step {
    added = List.copyOf(added);
    replaced = List.copyOf(replaced);
    removed = List.copyOf(removed);
    restored = List.copyOf(restored);
    unresolved = List.copyOf(unresolved);
  }
}
