package dev.drago.evaluation;

import dev.drago.evaluation.WishEvaluation.Ranking;
import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.index.ItemIndex;
import dev.drago.index.SpanishBridge;
import dev.drago.inference.Deadline;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.recommend.ItemSearch;
import dev.drago.recommend.ItemSearch.Mode;
import dev.drago.recommend.LiveCatalog;
import dev.drago.recommend.Recommendation;
import dev.drago.recommend.RecommendationRequest;
import dev.drago.recommend.Recommender;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The rankings that wishes are asked of: what serves, and the same without one of its steps.
 *
 * @param served the search that serves
 * @param recommender the recommender that serves
 */
public record WishRankings(
    ItemSearch served,
    Recommender recommender,
    LiveCatalog catalog,
    ItemIndex index,
    Optional<SentenceEmbedder> embedder,
    SpanishBridge bridge) {

  /** The name of the ranking by {@code POST /v1/recommendations} with a wish alone. */
  public static final String RECOMMENDATIONS = "recommendations";

  /**
   * By name, in the order of a report.
   *
   * @param steps whether also without the bridge, with its English words alone, and with those but
   *     without taking the mean of all questions off a question
   */
  public Map<String, Ranking> all(boolean steps) {
    Map<String, Ranking> rankings = new LinkedHashMap<>();
    ItemSearch plain = served.withoutBridge();
    List<Mode> modes =
        embedder.isPresent()
            ? List.of(Mode.KEYWORD, Mode.SEMANTIC, Mode.HYBRID)
            : List.of(Mode.KEYWORD);
    modes.forEach(mode -> rankings.put(name(mode), text -> found(served, text, mode)));
    rankings.put(RECOMMENDATIONS, this::recommended);
    if (!steps) {
      return rankings;
    }
    modes.forEach(
        mode -> rankings.put(name(mode) + ", no bridge", text -> found(plain, text, mode)));
    embedder.ifPresent(
        model -> {
          rankings.put(
              "semantic, English words only",
              text -> found(plain, bridge.english(text), Mode.SEMANTIC));
          rankings.put(
              "semantic, mean kept",
              text -> nearest(model, bridge.wordings(text, model::knows).getLast()));
        });
    return rankings;
  }

  private static String name(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private static List<String> found(ItemSearch search, String text, Mode mode) {
    return search.search(text, mode, WishOutcome.DEPTH, Optional.empty(), Deadline.none()).stream()
        .map(found -> found.item().id())
        .toList();
  }

  private List<String> nearest(SentenceEmbedder model, String text) {
    float[] question =
        model.embed(text, SentenceEmbedder.Kind.QUERY, Deadline.none()).join().clone();
    try (IndexView view = index.view()) {
      return view.nearest(question, WishOutcome.DEPTH, Filter.everything()).stream()
          .map(hit -> catalog.snapshot().item(hit.ordinal()).id())
          .toList();
    }
  }

  private List<String> recommended(String text) {
    Recommendation answer =
        recommender.recommend(RecommendationRequest.ofWish(text, WishOutcome.DEPTH));
    return answer.items().stream().map(ranked -> ranked.item().id()).toList();
  }
}
