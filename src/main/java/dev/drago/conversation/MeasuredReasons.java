package dev.drago.conversation;

import dev.drago.explain.Detail;
import dev.drago.explain.Explainer;
import dev.drago.explain.Explanation;
import dev.drago.inference.OverloadedException;
import dev.drago.recommend.InvalidRequestException;
import dev.drago.recommend.Language;
import dev.drago.recommend.RecommendationRequest;
import java.util.List;
import java.util.Optional;

/** Reasons by the measured effects of what a person took, likes and wishes. */
public final class MeasuredReasons implements Reasons {

  private final Explainer explainer;

  public MeasuredReasons(Explainer explainer) {
    this.explainer = explainer;
  }

  @Override
  public Optional<String> why(String itemId, RecommendationRequest asked, Language language) {
    try {
      return explainer.explain(asked, List.of(itemId), Detail.TEXT, language).items().stream()
          .findFirst()
          .filter(explanation -> !explanation.evidence().isEmpty())
          .map(Explanation::text);
    } catch (InvalidRequestException | OverloadedException e) {
      // An item of the session was deleted this moment, or the models are busy: what can be checked
      // without them is still said.
      return Optional.empty();
    }
  }
}
