package dev.drago.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How well rankings find what a person would accept, by wishes in words: the zero-shot case, where
 * nothing is known of the person.
 *
 * @param wishes in their order
 * @param outcomes by ranking, one a wish in the order of the wishes
 */
public record WishEvaluation(List<Wish> wishes, Map<String, List<WishOutcome>> outcomes) {

  /** Item ids, best first, for a text; ten are looked at. */
  public interface Ranking extends Function<String, List<String>> {}

  /**
   * The means over wishes, with intervals by resampling wishes.
   *
   * @param wishes how many
   */
  public record Figures(int wishes, Estimate hit, Estimate recall, Estimate reciprocalRank) {}

  public WishEvaluation {
    wishes = List.copyOf(wishes);
  }

  /** Asks every ranking for every wish. */
  public static WishEvaluation run(List<Wish> wishes, Map<String, Ranking> rankings) {
    Map<String, List<WishOutcome>> outcomes = new LinkedHashMap<>();
    rankings.forEach(
        (name, ranking) ->
            outcomes.put(
                name,
                wishes.stream()
                    .map(wish -> WishOutcome.of(wish, ranking.apply(wish.text())))
                    .toList()));
    return new WishEvaluation(wishes, outcomes);
  }

  /**
   * The figures of a ranking over the wishes that {@code of} takes.
   *
   * @throws IllegalArgumentException when it takes none
   */
  public Figures figures(String ranking, Predicate<Wish> of, Bootstrap bootstrap) {
    List<WishOutcome> part = part(ranking, of);
    Estimate[] means =
        bootstrap.means(
            new double[][] {
              part.stream().mapToDouble(WishOutcome::hit).toArray(),
              part.stream().mapToDouble(WishOutcome::recall).toArray(),
              part.stream().mapToDouble(WishOutcome::reciprocalRank).toArray()
            });
    return new Figures(part.size(), means[0], means[1], means[2]);
  }

  /** By how much {@code a} recalls more than {@code b}, wish by wish. */
  public Estimate difference(String a, String b, Predicate<Wish> of, Bootstrap bootstrap) {
    List<WishOutcome> left = part(a, of);
    List<WishOutcome> right = part(b, of);
    double[] differences = new double[left.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = left.get(i).recall() - right.get(i).recall();
    }
    return bootstrap.mean(differences);
  }

  private List<WishOutcome> part(String ranking, Predicate<Wish> of) {
    List<WishOutcome> all = outcomes.get(ranking);
    if (all == null) {
      throw new IllegalArgumentException("the ranking '%s' was not asked".formatted(ranking));
    }
    return all.stream().filter(outcome -> of.test(outcome.wish())).toList();
  }
}
