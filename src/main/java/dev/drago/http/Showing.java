package dev.drago.http;

import dev.drago.interaction.Impression;
import dev.drago.interaction.Name;
import dev.drago.recommend.Experiments;
import dev.drago.recommend.Impressions;
import dev.drago.recommend.Recommendation;
import dev.drago.recommend.RecommendationRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Where recommendations are shown, by which experiment, and that they were. */
final class Showing {

  /**
   * Where one is shown.
   *
   * @param variant of an experiment
   * @param strategy of that variant
   */
  record Place(String scenario, Optional<String> variant, Optional<String> strategy) {}

  private final Impressions impressions;
  private final Experiments experiments;
  private final Supplier<List<String>> ready;

  /**
   * @param ready the strategies that can be had now: a variant of another one waits for it
   */
  Showing(Impressions impressions, Experiments experiments, Supplier<List<String>> ready) {
    this.ready = ready;
    this.impressions = impressions;
    this.experiments = experiments;
  }

  /** A request that names a strategy has no part in an experiment, nor has a stranger. */
  Place place(Optional<String> userId, Optional<String> scenario, Optional<String> strategy) {
    String where = scenario(scenario);
    Optional<Experiments.Assigned> assigned =
        strategy.isPresent()
            ? Optional.empty()
            : userId
                .flatMap(user -> experiments.of(user, where))
                .filter(one -> ready.get().contains(one.strategy()));
    return new Place(
        where,
        assigned.map(Experiments.Assigned::variant),
        assigned.map(Experiments.Assigned::strategy));
  }

  private static String scenario(Optional<String> named) {
    try {
      return Name.require("a scenario", named.orElse(Impression.DEFAULT_SCENARIO));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(
          "the scenario cannot be had", "/scenario", String.valueOf(e.getMessage()));
    }
  }

  /** Remembers that a recommendation was shown; the id it has from now on. */
  String shown(RecommendationRequest request, Place place, Recommendation result) {
    String id = UUID.randomUUID().toString();
    impressions.shown(
        new Impression(
            id,
            Instant.now(),
            request.userId(),
            place.scenario(),
            request.strategy(),
            place.variant(),
            result.items().stream().map(ranked -> ranked.item().id()).toList()));
    return id;
  }
}
