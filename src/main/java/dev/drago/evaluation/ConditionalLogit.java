package dev.drago.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * Fits how much each of several features counts in what people choose: the conditional logit of
 * McFadden (1974), P(j) = exp(w · x_j) / Σ_k exp(w · x_k) over the alternatives k.
 *
 * <p>The mean negative log-likelihood is convex in w, so there is one best answer and no
 * randomness. It is found by Newton steps, one feature after the other, with weights held at 0 or
 * more: a scorer that would count against itself counts nothing. A small quadratic penalty keeps
 * weights finite where a feature always names the choice.
 *
 * <p>Alternatives may be a sample: one that was drawn with probability q stands for 1/q of its kind,
 * and enters with the constant −log q (McFadden 1978).
 */
public final class ConditionalLogit {

  private static final int MOST_ROUNDS = 200;
  private static final double ENOUGH = 1e-6;
  private static final double PENALTY = 1e-4;
  private static final double LONGEST_STEP = 1;

  /**
   * One choice somebody made.
   *
   * @param features by alternative, then feature; finite
   * @param offsets by alternative: −log of the probability with which it was drawn
   * @param chosen which alternative it was
   */
  public record Choice(float[][] features, float[] offsets, int chosen) {
    public Choice {
      if (features.length != offsets.length || chosen < 0 || chosen >= features.length) {
        throw new IllegalArgumentException(
            "choice %d of %d alternatives with %d offsets"
                .formatted(chosen, features.length, offsets.length));
      }
    }
  }

  /**
   * @param weights by feature, 0 or more
   * @param loss mean negative log-likelihood of the choices, in nats
   */
  public record Fit(double[] weights, double loss) {}

  private ConditionalLogit() {}

  /**
   * The best weights for the choices.
   *
   * @param free which features may count; the weights of others stay 0
   * @throws IllegalArgumentException without choices
   */
  public static Fit fit(List<Choice> choices, boolean[] free) {
    if (choices.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to fit weights to");
    }
    double[] weights = new double[free.length];
    double loss = loss(choices, weights);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double furthest = 0;
      for (int f = 0; f < weights.length; f++) {
        if (free[f]) {
          double before = weights[f];
          loss = improve(choices, weights, f, loss);
          furthest = Math.max(furthest, Math.abs(weights[f] - before));
        }
      }
      if (furthest < ENOUGH) {
        break;
      }
    }
    return new Fit(weights, loss(choices, weights) - penalty(weights));
  }

  /** Mean negative log-likelihood plus the penalty. */
  private static double loss(List<Choice> choices, double[] weights) {
    return choices.parallelStream().mapToDouble(c -> loss(c, weights)).sum() / choices.size()
        + penalty(weights);
  }

  private static double penalty(double[] weights) {
    return PENALTY / 2 * Arrays.stream(weights).map(w -> w * w).sum();
  }

  private static double loss(Choice choice, double[] weights) {
    double[] utility = utilities(choice, weights);
    double highest = Arrays.stream(utility).max().orElseThrow();
    double sum = 0;
    for (double u : utility) {
      sum += Math.exp(u - highest);
    }
    return highest + Math.log(sum) - utility[choice.chosen];
  }

  private static double[] utilities(Choice choice, double[] weights) {
    double[] utility = new double[choice.features.length];
    for (int a = 0; a < utility.length; a++) {
      double u = choice.offsets[a];
      for (int f = 0; f < weights.length; f++) {
        u += weights[f] * choice.features[a][f];
      }
      utility[a] = u;
    }
    return utility;
  }

  /** One Newton step along feature {@code f}, halved until it helps; returns the loss after it. */
  private static double improve(List<Choice> choices, double[] weights, int f, double loss) {
    double[] slopes =
        choices.parallelStream()
            .map(choice -> slopes(choice, weights, f))
            .reduce(
                new double[2], (a, b) -> new double[] {a[0] + b[0], a[1] + b[1]});
    double first = slopes[0] / choices.size() + PENALTY * weights[f];
    double second = slopes[1] / choices.size() + PENALTY;
    double step = Math.clamp(-first / second, -LONGEST_STEP, LONGEST_STEP);
    double before = weights[f];
    for (; Math.abs(step) > ENOUGH / 10; step /= 2) {
      weights[f] = Math.max(0, before + step);
      double now = loss(choices, weights);
      if (now <= loss) {
        return now;
      }
    }
    weights[f] = before;
    return loss;
  }

  /** First and second derivative of one choice's negative log-likelihood by one weight. */
  private static double[] slopes(Choice choice, double[] weights, int f) {
    double[] utility = utilities(choice, weights);
    double highest = Arrays.stream(utility).max().orElseThrow();
    double sum = 0;
    double mean = 0;
    double square = 0;
    for (int a = 0; a < utility.length; a++) {
      double p = Math.exp(utility[a] - highest);
      double x = choice.features[a][f];
      sum += p;
      mean += p * x;
      square += p * x * x;
    }
    mean /= sum;
    return new double[] {
      mean - choice.features[choice.chosen][f], Math.max(0, square / sum - mean * mean)
    };
  }
}
