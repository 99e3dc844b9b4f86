package dev.drago.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How good a ranker is: hit rate, NDCG and MRR at several numbers of items shown, with intervals.
 *
 * @param at by k, ascending
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
    double[][] figures = new double[CUTOFFS.size() * ALL.length][ranks.length];
    for (int f = 0; f < figures.length; f++) {
      int k = CUTOFFS.get(f / ALL.length);
      for (int u = 0; u < ranks.length; u++) {
        figures[f][u] = ALL[f % ALL.length].at(k, ranks[u]);
      }
    }
    Estimate[] estimates = bootstrap.means(figures);
    Map<Integer, At> at = new LinkedHashMap<>();
    for (int i = 0; i < CUTOFFS.size(); i++) {
      int first = i * ALL.length;
      at.put(CUTOFFS.get(i), new At(estimates[first], estimates[first + 1], estimates[first + 2]));
    }
    return new Metrics(ranks.length, at);
  }

  /** One figure; {@code k} is one of {@link #CUTOFFS}. */
  public Estimate get(Metric metric, int k) {
    At figures = at.get(k);
    if (figures == null) {
      throw new IllegalArgumentException("%d is not one of the cutoffs %s".formatted(k, CUTOFFS));
    }
    return figures.get(metric);
  }
}
