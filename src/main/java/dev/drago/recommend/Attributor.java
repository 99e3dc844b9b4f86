package dev.drago.recommend;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.index.IndexView;
import dev.drago.inference.Deadline;
import dev.drago.inference.Turns.Turn;
import dev.drago.recommend.Attribution.OfItem;
import dev.drago.scoring.Fusion;
import dev.drago.scoring.Omissions;
import dev.drago.scoring.Opinion;
import dev.drago.scoring.Profile;
import dev.drago.scoring.Scorer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Measures what made an item's score: by leaving each item of the person's sequence out, one at a
 * time, in every scorer that ranks.
 *
 * <p>With w_s the weight of scorer s in this request, u_s its unit ({@link Fusion.Unit}: the
 * identity of log-probabilities, log(max(x, 0) + 0.003) of linear estimates, x by the row's
 * deviation of cosines), x_s(j) its number for item j and x_s(j∖i) the same without item i,
 *
 * <pre>effect_s(i, j) = w_s · (u_s(x_s(j)) − u_s(x_s(j∖i)))      effect(i, j) = Σ_s effect_s(i, j)
 * </pre>
 *
 * <p>Where scorer s has no opinion of j without i, which is so where i is all that is known, its
 * share counts as it does in the ranking: as 0. So an effect is in the unit of the score, which is
 * nats where the weights are fitted: e to the effect is how many times likelier the item is for i
 * being there. Effects of one item add up over the scorers. Over items they do not add up to the
 * score: two that say the same stand in for each other, and each alone is missed little. What else
 * depends on the person stays as it is: the weights, the mean and the deviation of the row. The
 * sequence model reads the history without the item, the rest moving up; in linear models and in
 * meaning the others keep the weight of their age.
 *
 * <p>Only the last items are looked at, since each costs the sequence model a reading.
 *
 * <p>Where a chat model ranks ({@link Recommender#slowStrategies}), {@code auto} is explained: what
 * the model thinks of an item cannot be taken apart item by item, and {@code auto} is also what
 * answers where the model is late.
 */
public final class Attributor {

  /** How many of the last items of a sequence are left out, unless told otherwise. */
  public static final int EXAMINED = 50;

  /** An effect smaller than this is rounding. */
  private static final double LEAST = 1e-6;

  private final Recommender recommender;

  public Attributor(Recommender recommender) {
    this.recommender = recommender;
  }

  /**
   * Measures for the request of a ranking, as it would be answered now.
   *
   * @param itemIds the items whose scores are to be explained, ranked or not; one that does not
   *     exist, or no longer, is passed over
   * @throws InvalidRequestException when the request names what does not exist
   * @throws dev.drago.inference.OverloadedException when too many requests wait for a model
   */
  public Attribution of(RecommendationRequest request, List<String> itemIds) {
    Deadline deadline = Deadline.in(request.timeout());
    List<String> degraded = new ArrayList<>();
    try (Turn turn = recommender.turns().take();
        IndexView view = recommender.index().view()) {
      CatalogSnapshot snapshot = recommender.catalog().snapshot();
      int[] items =
          itemIds.stream().map(snapshot::ordinal).flatMapToInt(OptionalInt::stream).toArray();
      String strategy = recommender.explained(request.strategy());
      Set<String> asked = recommender.asked(strategy);
      Profile profile = recommender.profile(request, snapshot);
      BitSet allowed = recommender.allowed(request, profile, snapshot, view);
      Scorer.Request question = new Scorer.Request(snapshot, view, profile, deadline);
      Pending<Omissions> omissions = ask(question, asked, items);
      List<Opinion> opinions =
          recommender.opinions(recommender.score(question, asked, turn, degraded));
      Set<String> missing = new TreeSet<>(degraded);
      Map<String, Omissions> measured;
      try (var _ = turn.pause()) {
        measured = omissions.await(deadline, missing::add);
      }
      return combine(question, strategy, allowed, opinions, measured, items, missing);
    }
  }

  /**
   * Measures for somebody of whom the history is known: what evaluation asks.
   *
   * @param strategy {@code auto} or a scorer's name
   * @param allowed the ordinals that may be recommended
   * @param items ordinals
   * @throws IllegalStateException when a scorer fails
   */
  public Attribution of(Recommender.Rows rows, String strategy, BitSet allowed, int[] items) {
    CatalogSnapshot snapshot = recommender.catalog().snapshot();
    Set<String> missing = new TreeSet<>();
    try (IndexView view = recommender.index().view()) {
      Scorer.Request question = new Scorer.Request(snapshot, view, rows.profile(), Deadline.none());
      Map<String, Omissions> measured =
          ask(question, rows.byScorer().keySet(), items).await(question.deadline(), missing::add);
      Attribution attribution =
          combine(
              question,
              strategy,
              allowed,
              recommender.opinions(rows.byScorer()),
              measured,
              items,
              missing);
      if (!missing.isEmpty()) {
        throw new IllegalStateException("no effects from " + String.join(", ", missing));
      }
      return attribution;
    }
  }

  private Pending<Omissions> ask(Scorer.Request question, Set<String> asked, int[] items) {
    return Pending.ask(
        recommender.scorers(), asked, scorer -> scorer.omissions(question, items, EXAMINED));
  }

  private Attribution combine(
      Scorer.Request question,
      String strategy,
      BitSet allowed,
      List<Opinion> opinions,
      Map<String, Omissions> measured,
      int[] items,
      Set<String> missing) {
    Profile profile = question.profile();
    Map<String, Double> weights = recommender.weights(strategy, profile, opinions, allowed);
    int[] sequence = profile.sequence();
    List<Builder> builders = new ArrayList<>(items.length);
    for (int item : items) {
      builders.add(new Builder(item));
    }
    for (Opinion opinion : opinions) {
      double weight = weights.getOrDefault(opinion.scorer(), 0.0);
      if (weight == 0) {
        continue;
      }
      Fusion.Unit unit = Fusion.Unit.of(opinion, allowed, weight);
      Omissions out = measured.getOrDefault(opinion.scorer(), Omissions.none());
      for (int i = 0; i < items.length; i++) {
        builders.get(i).add(opinion, unit, out, i, sequence);
      }
    }
    return new Attribution(
        question.catalog(),
        profile,
        Math.max(0, sequence.length - EXAMINED),
        weights,
        builders.stream().map(Builder::build).toList(),
        List.copyOf(missing));
  }

  /** The shares and effects of one item, scorer by scorer. */
  private static final class Builder {
    private final int item;
    private double score = Double.NaN;
    private final Map<String, Double> shares = new LinkedHashMap<>();
    private final Map<Integer, Map<String, Double>> effects = new LinkedHashMap<>();
    private final Map<String, Double> wish = new LinkedHashMap<>();

    Builder(int item) {
      this.item = item;
    }

    void add(Opinion opinion, Fusion.Unit unit, Omissions out, int index, int[] sequence) {
      float share = unit.share(opinion.row()[item]);
      if (Float.isNaN(share)) {
        shares.put(opinion.scorer(), 0.0);
        return;
      }
      shares.put(opinion.scorer(), (double) share);
      score = Double.isNaN(score) ? share : score + share;
      for (int p = out.withoutItem().length - 1; p >= 0; p--) {
        double effect = unit.difference(out.whole()[index], out.withoutItem()[p][index]);
        if (Math.abs(effect) >= LEAST) {
          effects
              .computeIfAbsent(sequence[out.from() + p], o -> new LinkedHashMap<>())
              .merge(opinion.scorer(), effect, Double::sum);
        }
      }
      out.withoutWish()
          .ifPresent(
              without -> {
                double effect = unit.difference(out.whole()[index], without[index]);
                if (Math.abs(effect) >= LEAST) {
                  wish.put(opinion.scorer(), effect);
                }
              });
    }

    OfItem build() {
      return new OfItem(item, score, shares, effects, wish);
    }
  }
}
