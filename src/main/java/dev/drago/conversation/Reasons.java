package dev.drago.conversation;

import dev.drago.recommend.Language;
import java.util.List;
import java.util.Optional;

/** Says why an item was recommended. */
@FunctionalInterface
public interface Reasons {

  /**
   * What an item was recommended for.
   *
   * @param owner whose stored history counted
   * @param liked ids, most important last
   * @param disliked ids
   */
  record Question(
      String itemId,
      Optional<String> owner,
      List<String> liked,
      List<String> disliked,
      Language language) {
    public Question {
      liked = List.copyOf(liked);
      disliked = List.copyOf(disliked);
    }
  }

  /** The reason in one or two sentences; empty where there is none to be told truly. */
  Optional<String> why(Question question);
}
