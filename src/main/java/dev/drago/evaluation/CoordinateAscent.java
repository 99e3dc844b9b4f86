package dev.drago.evaluation;

import dev.drago.evaluation.ConditionalLogit.Choice;
import java.util.List;

/**
 * Moves weights towards a better NDCG@10 of the choices, one at a time: the coordinate ascent of
 * Metzler and Croft (2007). The likelihood that {@link ConditionalLogit} climbs cares for all
 * alternatives alike, and gives away some of what counts at the top of a list.
 *
 * <p>Each weight is tried at multiples of itself, and a change is kept that gains 0.0002 or more:
 * less is chance. A weight of 0 stays.
 */
final class CoordinateAscent {

  private static final double[] MULTIPLES = {0, 0.1, 0.3, 0.5, 0.7, 1.4, 2, 4};
  private static final double LEAST_GAIN = 0.0002;
  private static final int MOST_ROUNDS = 4;
  private static final int SHOWN = 10;

  private CoordinateAscent() {}

  /**
   * The better weights.
   *
   * @param choices whose alternatives include all that may rank among the first ten
   * @param start by feature, 0 or more
   */
  static double[] improve(List<Choice> choices, double[] start) {
    double[] best = start.clone();
    double reached = ndcg(choices, best);
    boolean improved = true;
    for (int round = 0; round < MOST_ROUNDS && improved; round++) {
      improved = false;
      for (int f = 0; f < best.length; f++) {
        double base = best[f];
        for (double multiple : MULTIPLES) {
          double[] tried = best.clone();
          tried[f] = base * multiple;
          double now = base == 0 ? reached : ndcg(choices, tried);
          if (now >= reached + LEAST_GAIN) {
            best = tried;
            reached = now;
            improved = true;
          }
        }
      }
    }
    return best;
  }

  /** The mean NDCG@10 of what was chosen; ties at half rank, as in {@link Ranks}. */
  static double ndcg(List<Choice> choices, double[] weights) {
    return choices.parallelStream().mapToDouble(c -> Metric.NDCG.at(SHOWN, rank(c, weights))).sum()
        / choices.size();
  }

  private static double rank(Choice choice, double[] weights) {
    double own = utility(choice.features()[choice.chosen()], weights);
    int better = 0;
    int alike = 0;
    for (float[] features : choice.features()) {
      double other = utility(features, weights);
      better += other > own ? 1 : 0;
      alike += other == own ? 1 : 0;
    }
    return 1 + better + (alike - 1) / 2.0;
  }

  private static double utility(float[] features, double[] weights) {
    double utility = 0;
    for (int f = 0; f < weights.length; f++) {
      utility += weights[f] * features[f];
    }
    return utility;
  }
}
