package dev.drago.conversation;

import dev.drago.explain.Detail;
import dev.drago.explain.Explainer;
import dev.drago.explain.Explanation;
import dev.drago.explain.Explanations;
import dev.drago.inference.OverloadedException;
import dev.drago.recommend.InvalidRequestException;
import dev.drago.recommend.Language;
import dev.drago.recommend.RecommendationRequest;
import java.util.List;
import java.util.Optional;

/** Reasons by the measured effects of what a person took, likes and wishes. */
public final class MeasuredReasons implements Reasons {

  /** In {@link Reason#degraded} when the models that measure are busy. */
  private static final String REASONS = "reasons";

  private final Explainer explainer;

  public MeasuredReasons(Explainer explainer) {
    this.explainer = explainer;
  }

  @Override
  public Reason why(String itemId, RecommendationRequest asked, Language language) {
    try {
      Explanations found = explainer.explain(asked, List.of(itemId), Detail.TEXT, language);
      return new Reason(
          found.items().stream().findFirst().filter(Explanation::hasReason).map(Explanation::text),
          found.degraded());
    } catch (OverloadedException e) {
      return new Reason(Optional.empty(), List.of(REASONS));
    } catch (InvalidRequestException e) {
      // An item of the session was deleted this moment: what can be checked is still said.
      return new Reason(Optional.empty(), List.of());
    }
  }
}
