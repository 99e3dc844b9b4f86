package dev.drago.conversation;

import dev.drago.recommend.Language;
import dev.drago.recommend.RecommendationRequest;
import java.util.List;
import java.util.Optional;

/** Says why an item was recommended. */
@FunctionalInterface
public interface Reasons {

  /**
   * A reason.
   *
   * @param text one or two sentences; empty where there is nothing to be told truly
   * @param degraded what was left out, such as a scorer that was too slow
   */
  record Reason(Optional<String> text, List<String> degraded) {
    public Reason {
      degraded = List.copyOf(degraded);
    }
  }

  /**
   * Why the item was recommended.
   *
   * @param asked the request that the item was ranked by
   */
  Reason why(String itemId, RecommendationRequest asked, Language language);
}
