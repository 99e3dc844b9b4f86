package dev.drago.recommend;

import dev.drago.recommend.RecommendationRequest.Boost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request with the defaults of the route; each method gives another one that differs in that. */
record Ask(RecommendationRequest request) {

  static Ask anything() {
    return new Ask(
        new RecommendationRequest(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            10,
            Optional.empty(),
            List.of(),
            0,
            true,
            List.of(),
            RecommendationRequest.AUTO,
            RecommendationRequest.DEFAULT_TIMEOUT));
  }

  static Ask after(String... history) {
    return anything().history(history);
  }

  Ask user(String id) {
    return with(Optional.of(id), request.history(), request.text(), request.like());
  }

  Ask history(String... ids) {
    return with(request.userId(), List.of(ids), request.text(), request.like());
  }

  Ask text(String words) {
    return with(request.userId(), request.history(), Optional.of(words), request.like());
  }

  Ask like(String... ids) {
    return with(request.userId(), request.history(), request.text(), List.of(ids));
  }

  private Ask with(
      Optional<String> user, List<String> history, Optional<String> text, List<String> like) {
    RecommendationRequest r = request;
    return new Ask(
        new RecommendationRequest(
            user,
            history,
            text,
            like,
            r.dislike(),
            r.count(),
            r.filter(),
            r.boosts(),
            r.diversity(),
            r.excludeSeen(),
            r.exclude(),
            r.strategy(),
            r.timeout()));
  }

  Ask dislike(String... ids) {
    return rules(
        List.of(ids), request.filter(), request.boosts(), request.excludeSeen(), request.exclude());
  }

  Ask filter(String expression) {
    return rules(
        request.dislike(),
        Optional.of(expression),
        request.boosts(),
        request.excludeSeen(),
        request.exclude());
  }

  Ask boost(String filter, double amount) {
    List<Boost> boosts = new ArrayList<>(request.boosts());
    boosts.add(new Boost(filter, amount));
    return rules(
        request.dislike(), request.filter(), boosts, request.excludeSeen(), request.exclude());
  }

  Ask withSeen() {
    return rules(request.dislike(), request.filter(), request.boosts(), false, request.exclude());
  }

  Ask exclude(String... ids) {
    return rules(
        request.dislike(), request.filter(), request.boosts(), request.excludeSeen(), List.of(ids));
  }

  private Ask rules(
      List<String> dislike,
      Optional<String> filter,
      List<Boost> boosts,
      boolean excludeSeen,
      List<String> exclude) {
    RecommendationRequest r = request;
    return new Ask(
        new RecommendationRequest(
            r.userId(),
            r.history(),
            r.text(),
            r.like(),
            dislike,
            r.count(),
            filter,
            boosts,
            r.diversity(),
            excludeSeen,
            exclude,
            r.strategy(),
            r.timeout()));
  }

  Ask count(int count) {
    return how(count, request.diversity(), request.strategy(), request.timeout());
  }

  Ask diversity(double diversity) {
    return how(request.count(), diversity, request.strategy(), request.timeout());
  }

  Ask strategy(String strategy) {
    return how(request.count(), request.diversity(), strategy, request.timeout());
  }

  Ask timeout(Duration timeout) {
    return how(request.count(), request.diversity(), request.strategy(), timeout);
  }

  private Ask how(int count, double diversity, String strategy, Duration timeout) {
    RecommendationRequest r = request;
    return new Ask(
        new RecommendationRequest(
            r.userId(),
            r.history(),
            r.text(),
            r.like(),
            r.dislike(),
            count,
            r.filter(),
            r.boosts(),
            diversity,
            r.excludeSeen(),
            r.exclude(),
            strategy,
            timeout));
  }
}
