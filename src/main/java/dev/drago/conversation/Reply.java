package dev.drago.conversation;

import dev.drago.recommend.Recommendation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a turn, durable once it is there.
 *
 * @param step what the turn made of the session
 * @param session as it is from now on, the list of this answer included
 * @param statements what stands, with its labels
 * @param replaced what gave way in this turn
 * @param removed what else no longer stands
 * @param ranking what is recommended; none in a turn that only asks why
 * @param about the title of the item that was asked about
 * @param reason why it was recommended, where that is known
 * @param relaxations the ways out where nothing is left
 * @param catalogVersion the change number of the catalogue it was made from
 * @param degraded what was left out, such as a scorer that was too slow
 * @param stages how long each stage took, in nanoseconds, in order
 */
public record Reply(
    Step step,
    Session session,
    List<Labelled> statements,
    List<Replacement> replaced,
    List<Labelled> removed,
    Optional<Recommendation> ranking,
    Optional<String> about,
    Optional<String> reason,
    List<Relaxation> relaxations,
    long catalogVersion,
    List<String> degraded,
    Map<String, Long> stages) {

  /** A statement and its few characters; see {@link Labels}. */
  public record Labelled(Said said, String label) {}

  /**
   * A statement that gave way to a contradicting one.
   *
   * @param by what took its place
   */
  public record Replacement(Labelled old, Labelled by) {}
}
