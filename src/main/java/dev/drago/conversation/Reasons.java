package dev.drago.conversation;

import dev.drago.recommend.Language;
import dev.drago.recommend.RecommendationRequest;
import java.util.Optional;

/** Says why an item was recommended. */
@FunctionalInterface
public interface Reasons {

  /**
   * The reason in one or two sentences; empty where there is none to be told truly.
   *
   * @param asked the request that the item was ranked by
   */
  Optional<String> why(String itemId, RecommendationRequest asked, Language language);
}
