package dev.drago.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How good a ranker is: hit rate, NDCG and MRR at several numbers of items shown, with intervals.
 *
 * @param users how many were asked
 * @param at by k, ascending; empty where there was no user
 */
public record Metrics(int users, Map<Integer, At> at) {

  /** The numbers of items shown at which rankers are compared. */
  public static final List<Integer> CUTOFFS = List.of(1, 5, 10, 20, 50, 100);

  private static final Metric[] ALL = Metric.values();

  /** The figures at one number of items shown. */
  public record At(Estimate hitRate, Estimate ndcg, Estimate mrr) {
    public Estimate get(Metric metric) {
      return switch (metric) {
        case HIT_RATE -> hitRate;
        case NDCG -> ndcg;
        case MRR -> mrr;
      };
    }
  }

  /** Computes all figures from one rank a user. */
  public static Metrics of(double[] ranks, Bootstrap bootstrap) {
    return of(ranks.length, (metric, k, user) -> metric.at(k, ranks[user]), bootstrap);
  }

  /**
   * What a random order gives on average.
   *
   * @param choices how many items are ranked, by user; at least 1 each
   */
  public static Metrics ofChance(int[] choices, Bootstrap bootstrap) {
    return of(
        choices.length,
        (metric, k, user) ->
            java.util.stream.IntStream.rangeClosed(1, Math.min(k, choices[user]))
                    .mapToDouble(rank -> metric.at(k, rank))
                    .sum()
                / choices[user],
        bootstrap);
  }

  private interface Worth {
    double of(Metric metric, int k, int user);
  }

  private static Metrics of(int users, Worth worth, Bootstrap bootstrap) {
    Map<Integer, At> at = new LinkedHashMap<>();
    if (users == 0) {
      return new Metrics(0, at);
    }
    double[][] figures = new double[CUTOFFS.size() * ALL.length][users];
    for (int f = 0; f < figures.length; f++) {
      int k = CUTOFFS.get(f / ALL.length);
      for (int u = 0; u < users; u++) {
        figures[f][u] = worth.of(ALL[f % ALL.length], k, u);
      }
    }
    Estimate[] estimates = bootstrap.means(figures);
    for (int i = 0; i < CUTOFFS.size(); i++) {
      int first = i * ALL.length;
      at.put(CUTOFFS.get(i), new At(estimates[first], estimates[first + 1], estimates[first + 2]));
    }
    return new Metrics(users, at);
  }

  /** One figure; {@code k} is one of {@link #CUTOFFS}. Absent where there was no user to ask. */
  public Optional<Estimate> find(Metric metric, int k) {
    if (!CUTOFFS.contains(k)) {
      throw new IllegalArgumentException("%d is not one of the cutoffs %s".formatted(k, CUTOFFS));
    }
    return Optional.ofNullable(at.get(k)).map(figures -> figures.get(metric));
  }

  /** The same where there were users. */
  public Estimate get(Metric metric, int k) {
    return find(metric, k).orElseThrow();
  }
}
