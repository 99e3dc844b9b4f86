package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drago.catalog.Item;
import dev.drago.explain.Detail;
import dev.drago.explain.Evidence;
import dev.drago.explain.Explanation;
import dev.drago.explain.Shared;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Why an item is recommended.
 *
 * @param text and {@code wordedBy}: absent where evidence alone was asked for
 * @param notExamined how many of the person's oldest items were not looked at
 */
record ReasonView(
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> text,
    List<EvidenceView> evidence,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> wordedBy,
    int notExamined) {

  /** One piece of evidence; what a kind does not have is absent. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record EvidenceView(
      String kind,
      Optional<String> itemId,
      Optional<String> title,
      OptionalDouble effect,
      Optional<Map<String, Double>> byScorer,
      OptionalDouble likeness,
      Optional<List<Shared>> shared,
      Optional<List<String>> words,
      Optional<Integer> count,
      Optional<String> documentId,
      Optional<String> passage) {

    static EvidenceView of(Evidence evidence) {
      return switch (evidence) {
        case Evidence.OfItem other ->
            new EvidenceView(
                other.source() == Evidence.Source.LIKE ? "like" : "history",
                Optional.of(other.item().id()),
                Optional.of(other.item()).map(Item::title),
                OptionalDouble.of(other.effect()),
                Optional.of(other.byScorer()),
                other.likeness(),
                Optional.of(other.shared()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        case Evidence.OfAttribute value ->
            plain("attribute", OptionalDouble.empty(), List.of(value.shared()))
                .counted(value.count());
        case Evidence.OfWish wish ->
            plain("wish", OptionalDouble.of(wish.effect()), wish.attributes()).worded(wish.words());
        case Evidence.OfPopularity popular ->
            plain("popularity", OptionalDouble.of(popular.effect()), List.of());
        case Evidence.OfPassage passage ->
            new EvidenceView(
                "passage",
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(passage.documentId()),
                Optional.of(passage.text()));
      };
    }

    private static EvidenceView plain(String kind, OptionalDouble effect, List<Shared> shared) {
      return new EvidenceView(
          kind,
          Optional.empty(),
          Optional.empty(),
          effect,
          Optional.empty(),
          OptionalDouble.empty(),
          shared.isEmpty() ? Optional.empty() : Optional.of(shared),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    private EvidenceView counted(int times) {
      return new EvidenceView(
          kind,
          itemId,
          title,
          effect,
          byScorer,
          likeness,
          shared,
          words,
          Optional.of(times),
          documentId,
          passage);
    }

    private EvidenceView worded(List<String> matched) {
      return new EvidenceView(
          kind,
          itemId,
          title,
          effect,
          byScorer,
          likeness,
          shared,
          Optional.of(matched),
          count,
          documentId,
          passage);
    }
  }

  static ReasonView of(Explanation explanation, Detail detail) {
    boolean worded = detail == Detail.TEXT;
    return new ReasonView(
        worded ? Optional.of(explanation.text()) : Optional.empty(),
        explanation.evidence().stream().map(EvidenceView::of).toList(),
        worded ? Optional.of(Lower.of(explanation.wordedBy())) : Optional.empty(),
        explanation.notExamined());
  }
}
