package dev.drago.scoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much each scorer counts, by what is known: which scorers have something to say of this
 * person, and how long their history is.
 *
 * <p>Weights are learned by {@code drago tune} from what people took next, as a conditional logit
 * ({@code evaluation.ConditionalLogit}), and kept in a small file ({@link FusionFile}). What people
 * say in words leaves no such trace in a log: the weights for a wish and for likes are set by hand.
 *
 * @param origin where the weights come from, in words
 * @param mixes one for each set of scorers that may be all that speaks; the first is the fullest
 * @param wish by scorer name: the weights when there is a wish in words, which outweighs habit
 *     since it was said now
 * @param said by scorer name: the least weights when likes or dislikes were named
 */
public record FusionWeights(
    String origin, List<Mix> mixes, Map<String, Double> wish, Map<String, Double> said) {

  /** The weights among {@code scorers}, at some history lengths, ascending from 0. */
  public record Mix(List<String> scorers, List<Knot> byHistory) {
    public Mix {
      scorers = List.copyOf(scorers);
      byHistory = List.copyOf(byHistory);
      if (scorers.isEmpty() || byHistory.isEmpty() || byHistory.getFirst().items() != 0) {
        throw new IllegalArgumentException(
            "a mix needs scorers and weights from 0 items of history on");
      }
      for (int i = 1; i < byHistory.size(); i++) {
        if (byHistory.get(i).items() <= byHistory.get(i - 1).items()) {
          throw new IllegalArgumentException(
              "weights by history must be in ascending order, and %d follows %d"
                  .formatted(byHistory.get(i).items(), byHistory.get(i - 1).items()));
        }
      }
    }

    /** Linear between two knots in log(1 + n); the last one's beyond it. */
    Map<String, Double> at(int items) {
      int above = 0;
      while (above < byHistory.size() && byHistory.get(above).items() <= items) {
        above++;
      }
      Knot low = byHistory.get(above - 1);
      if (above == byHistory.size() || low.items() == items) {
        return low.weights();
      }
      Knot high = byHistory.get(above);
      double part =
          (Math.log1p(items) - Math.log1p(low.items()))
              / (Math.log1p(high.items()) - Math.log1p(low.items()));
      Map<String, Double> weights = new LinkedHashMap<>();
      for (String scorer : scorers) {
        double weight =
            (1 - part) * low.weights().getOrDefault(scorer, 0.0)
                + part * high.weights().getOrDefault(scorer, 0.0);
        if (weight != 0) {
          weights.put(scorer, weight);
        }
      }
      return weights;
    }
  }

  /** The weights for a history of so many items; none is negative. */
  public record Knot(int items, Map<String, Double> weights) {
    public Knot {
      requireWeights(weights);
      weights = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(weights));
      if (items < 0) {
        throw new IllegalArgumentException("a history cannot have %d items".formatted(items));
      }
    }
  }

  public FusionWeights {
    mixes = List.copyOf(mixes);
    requireWeights(wish);
    requireWeights(said);
    wish = Map.copyOf(wish);
    said = Map.copyOf(said);
    if (mixes.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one mix of scorers");
    }
  }

  /**
   * Weights by scorer name; a scorer that is not named counts nothing.
   *
   * @param speaking the scorers that have an opinion of some item
   */
  public Map<String, Double> of(Profile profile, Set<String> speaking) {
    if (profile.wish().isPresent()) {
      return among(speaking, wish);
    }
    Map<String, Double> weights =
        new LinkedHashMap<>(among(speaking, mix(speaking).at(profile.sequence().length)));
    if (profile.liked().length + profile.disliked().length > 0) {
      among(speaking, said).forEach((scorer, least) -> weights.merge(scorer, least, Math::max));
    }
    return weights;
  }

  /** The mix that has most of those who speak, and of such the one with the fewest others. */
  private Mix mix(Set<String> speaking) {
    return mixes.stream()
        .min(
            Comparator.<Mix>comparingInt(mix -> -common(mix, speaking))
                .thenComparingInt(mix -> mix.scorers().size()))
        .orElseThrow();
  }

  private static int common(Mix mix, Set<String> speaking) {
    Set<String> common = new HashSet<>(mix.scorers());
    common.retainAll(speaking);
    return common.size();
  }

  /** Of some weights those of scorers that speak; should none of them count, all count alike. */
  private static Map<String, Double> among(Set<String> speaking, Map<String, Double> weights) {
    Map<String, Double> kept = new LinkedHashMap<>(weights);
    kept.keySet().retainAll(speaking);
    if (kept.values().stream().allMatch(weight -> weight == 0)) {
      speaking.forEach(scorer -> kept.put(scorer, 1.0));
    }
    return kept;
  }

  private static void requireWeights(Map<String, Double> weights) {
    List<String> wrong = new ArrayList<>();
    weights.forEach(
        (scorer, weight) -> {
          @Nullable Double given = weight; // a file may hold null
          if (given == null || !Double.isFinite(given) || given < 0) {
            wrong.add("%s %s".formatted(scorer, weight));
          }
        });
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException("a weight must be 0 or more: " + String.join(", ", wrong));
    }
  }
}
