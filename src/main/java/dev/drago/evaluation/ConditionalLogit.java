package dev.drago.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * Fits how much each of several features counts in what people choose: the conditional logit of
 * McFadden (1974), P(j) = exp(w · x_j) / Σ_k exp(w · x_k) over the alternatives k.
 *
 * <p>The mean negative log-likelihood is convex in w, so there is one best answer and no
 * randomness. It is found by Newton steps within bounds, with weights held at 0 or more: a scorer
 * that would count against itself counts nothing. A small quadratic penalty keeps weights finite
 * where a feature always names the choice.
 *
 * <p>Alternatives may be a sample: one that was drawn with probability q stands for 1/q of its
 * kind, and enters with the constant −log q (McFadden 1978).
 */
public final class ConditionalLogit {

  private static final int MOST_STEPS = 100;
  private static final double ENOUGH = 1e-9;
  private static final double PENALTY = 1e-4;
  private static final double SHORTEST = 1e-9;
  private static final double ARMIJO = 1e-4;

  /** Two features that are nearly one move slowly; a round costs the square of some features. */
  private static final int MOST_ROUNDS = 100_000;

  private static final double STILL = 1e-10;

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
   * What was found.
   *
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
    Slope slope = Slope.of(choices, weights);
    for (int step = 0; step < MOST_STEPS; step++) {
      Slope next = improve(choices, weights, slope, free);
      boolean done = slope.loss - next.loss < ENOUGH;
      slope = next;
      if (done) {
        break;
      }
    }
    return new Fit(weights, slope.loss - penalty(weights));
  }

  /**
   * One step towards the lowest point of the quadratic model that has no weight below 0, halved
   * until it helps enough; changes the weights.
   */
  private static Slope improve(
      List<Choice> choices, double[] weights, Slope slope, boolean[] free) {
    double[] before = weights.clone();
    double[] lowest = lowest(slope, before, free);
    double fall = 0;
    for (int f = 0; f < before.length; f++) {
      fall += slope.gradient[f] * (lowest[f] - before[f]);
    }
    for (double part = 1; part > SHORTEST; part /= 2) {
      for (int f = 0; f < before.length; f++) {
        weights[f] = before[f] + part * (lowest[f] - before[f]);
      }
      Slope next = Slope.of(choices, weights);
      if (next.loss <= slope.loss + ARMIJO * part * fall) {
        return next;
      }
    }
    System.arraycopy(before, 0, weights, 0, weights.length);
    return slope;
  }

  /**
   * Where the quadratic model about {@code weights} is lowest, one weight after the other, over and
   * over. To solve without the bounds and then cut off what is below 0 is not always downhill, and
   * ends where it should not.
   */
  private static double[] lowest(Slope slope, double[] weights, boolean[] free) {
    double[] lowest = weights.clone();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double moved = 0;
      for (int f = 0; f < lowest.length; f++) {
        if (free[f]) {
          double gradient = slope.gradient[f];
          for (int g = 0; g < lowest.length; g++) {
            gradient += slope.curvature[f][g] * (lowest[g] - weights[g]);
          }
          double to = Math.max(0, lowest[f] - gradient / slope.curvature[f][f]);
          moved = Math.max(moved, Math.abs(to - lowest[f]));
          lowest[f] = to;
        }
      }
      if (moved < STILL) {
        break;
      }
    }
    return lowest;
  }

  private static double penalty(double[] weights) {
    return PENALTY / 2 * Arrays.stream(weights).map(w -> w * w).sum();
  }

  /** Mean negative log-likelihood plus penalty, with its first and second derivatives. */
  private record Slope(double loss, double[] gradient, double[][] curvature) {

    static Slope of(List<Choice> choices, double[] weights) {
      Slope sum =
          choices.parallelStream()
              .map(choice -> of(choice, weights))
              .reduce(Slope::plus)
              .orElseThrow();
      double n = choices.size();
      double[] gradient = new double[weights.length];
      double[][] curvature = new double[weights.length][weights.length];
      for (int f = 0; f < weights.length; f++) {
        gradient[f] = sum.gradient[f] / n + PENALTY * weights[f];
        for (int g = 0; g < weights.length; g++) {
          curvature[f][g] = sum.curvature[f][g] / n + (f == g ? PENALTY : 0);
        }
      }
      return new Slope(sum.loss / n + penalty(weights), gradient, curvature);
    }

    private static Slope of(Choice choice, double[] weights) {
      int features = weights.length;
      double[] p = new double[choice.features.length];
      double highest = Double.NEGATIVE_INFINITY;
      for (int a = 0; a < p.length; a++) {
        p[a] = choice.offsets[a];
        for (int f = 0; f < features; f++) {
          p[a] += weights[f] * choice.features[a][f];
        }
        highest = Math.max(highest, p[a]);
      }
      double chosen = p[choice.chosen];
      double sum = 0;
      for (int a = 0; a < p.length; a++) {
        p[a] = Math.exp(p[a] - highest);
        sum += p[a];
      }
      double[] mean = new double[features];
      double[][] product = new double[features][features];
      for (int a = 0; a < p.length; a++) {
        float[] x = choice.features[a];
        for (int f = 0; f < features; f++) {
          double weighted = p[a] / sum * x[f];
          mean[f] += weighted;
          for (int g = 0; g <= f; g++) {
            product[f][g] += weighted * x[g];
          }
        }
      }
      double[] gradient = new double[features];
      for (int f = 0; f < features; f++) {
        gradient[f] = mean[f] - choice.features[choice.chosen][f];
        for (int g = 0; g <= f; g++) {
          product[f][g] -= mean[f] * mean[g];
          product[g][f] = product[f][g];
        }
      }
      return new Slope(highest + Math.log(sum) - chosen, gradient, product);
    }

    private Slope plus(Slope other) {
      double[] gradients = gradient.clone();
      double[][] curvatures = new double[gradients.length][];
      for (int f = 0; f < gradients.length; f++) {
        gradients[f] += other.gradient[f];
        curvatures[f] = curvature[f].clone();
        for (int g = 0; g < gradients.length; g++) {
          curvatures[f][g] += other.curvature[f][g];
        }
      }
      return new Slope(loss + other.loss, gradients, curvatures);
    }
  }
}
