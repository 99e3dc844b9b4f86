package dev.drago.scoring;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several rows of scores made one: a weighted sum on one scale.
 *
 * <p>Each row is brought to mean 0 over the items that may be recommended. A row of
 * log-probabilities keeps its unit, which is the same in every request; one of probabilities is
 * made such, as log(max(x, 0) + 0.003); any other is divided by its deviation. With the weights of
 * {@link FusionWeights}, which are fitted as a conditional logit, a score is then in nats: e to the
 * difference of two scores is how many times likelier the one item is to be taken.
 *
 * <p>Where one scorer has no opinion of an item that another has, it contributes 0, its mean: the
 * item competes with what is known of it, and is neither buried nor lifted by what is not. An item
 * of which none has an opinion scores NaN.
 *
 * @param scores by ordinal; NaN where there is no opinion or the item is not allowed
 * @param shares what each scorer contributed, by name and ordinal; they add up to the score
 */
public record Fusion(float[] scores, Map<String, float[]> shares) {

  /**
   * Below it a linear model cannot tell probabilities apart. On MovieLens-1M, validation,
   * logarithms gave NDCG@10 .175 without a sequence model where standard scores gave .166.
   */
  private static final double LEAST_PROBABILITY = 0.003;

  /**
   * Centres, scales, weighs and adds.
   *
   * @param weights by scorer name; opinions without one are left out
   * @param allowed the ordinals that may be recommended; all others score NaN
   */
  public static Fusion of(
      List<Opinion> opinions, Map<String, Double> weights, BitSet allowed, int size) {
    int[] ordinals = below(size, allowed);
    float[] scores = new float[size];
    Arrays.fill(scores, Float.NaN);
    Map<String, float[]> shares = new LinkedHashMap<>();
    for (Opinion opinion : opinions) {
      double weight = weights.getOrDefault(opinion.scorer(), 0.0);
      if (weight != 0) {
        shares.put(opinion.scorer(), add(scores, opinion, ordinals, weight));
      }
    }
    return new Fusion(scores, shares);
  }

  /** The same with one more share, 0 where it has nothing to say: that is no opinion. */
  public Fusion plus(String name, float[] share) {
    float[] sums = scores.clone();
    for (int o = 0; o < sums.length; o++) {
      if (share[o] != 0) {
        sums[o] = Float.isNaN(sums[o]) ? share[o] : sums[o] + share[o];
      }
    }
    Map<String, float[]> all = new LinkedHashMap<>(shares);
    all.put(name, share);
    return new Fusion(sums, all);
  }

  /**
   * How one scorer's numbers become shares of a score, in one request.
   *
   * @param mean of the items that may be recommended, in the unit that is weighted
   * @param factor the weight, by the deviation where the scale is relative; 0 where all are alike
   */
  public record Unit(Scorer.Scale scale, double mean, double factor) {

    /**
     * The unit of an opinion.
     *
     * @param allowed as in {@link Fusion#of}, and the ordinals below the row's length count
     */
    public static Unit of(Opinion opinion, BitSet allowed, double weight) {
      return of(opinion, below(opinion.row().length, allowed), weight);
    }

    private static Unit of(Opinion opinion, int[] ordinals, double weight) {
      double sum = 0;
      float lowest = Float.POSITIVE_INFINITY;
      float highest = Float.NEGATIVE_INFINITY;
      int n = 0;
      for (int o : ordinals) {
        float x = opinion.row()[o];
        if (!Float.isNaN(x)) {
          x = value(opinion.scale(), x);
          sum += x;
          lowest = Math.min(lowest, x);
          highest = Math.max(highest, x);
          n++;
        }
      }
      double mean = sum / Math.max(1, n);
      // One opinion of all items prefers none of them: an opinion all the same, of 0.
      double factor = lowest >= highest ? 0 : weight;
      if (factor != 0 && opinion.scale() == Scorer.Scale.RELATIVE) {
        factor /= deviation(opinion.row(), ordinals, mean, n);
      }
      return new Unit(opinion.scale(), mean, factor);
    }

    private static float value(Scorer.Scale scale, float x) {
      return scale == Scorer.Scale.PROBABILITY && !Float.isNaN(x) ? log(x) : x;
    }

    /**
     * How much larger the share of the first number is than that of the second, NaN being no
     * opinion, whose share is 0.
     */
    public double difference(float x, float y) {
      return Float.isNaN(x)
          ? 0
          : factor * (value(scale, x) - (Float.isNaN(y) ? mean : value(scale, y)));
    }

    /** The share of an item with this number; NaN stays NaN. */
    public float share(float x) {
      return (float) (factor * (value(scale, x) - mean));
    }
  }

  /** The ordinals that are set, ascending: a stream of them would grow an array several times. */
  private static int[] below(int size, BitSet allowed) {
    int[] ordinals = new int[allowed.get(0, size).cardinality()];
    int next = allowed.nextSetBit(0);
    for (int i = 0; i < ordinals.length; i++) {
      ordinals[i] = next;
      next = allowed.nextSetBit(next + 1);
    }
    return ordinals;
  }

  /** Adds one weighted, scaled row to {@code scores}, and returns it. */
  private static float[] add(float[] scores, Opinion opinion, int[] ordinals, double weight) {
    float[] share = new float[opinion.row().length];
    Unit unit = Unit.of(opinion, ordinals, weight);
    for (int o : ordinals) {
      if (!Float.isNaN(opinion.row()[o])) {
        float z = unit.share(opinion.row()[o]);
        share[o] = z;
        scores[o] = Float.isNaN(scores[o]) ? z : scores[o] + z;
      }
    }
    return share;
  }

  /** About the mean: the squares of large scores would cancel each other. */
  private static double deviation(float[] row, int[] ordinals, double mean, int n) {
    double squares = 0;
    for (int o : ordinals) {
      float x = row[o];
      if (!Float.isNaN(x)) {
        squares += (x - mean) * (x - mean);
      }
    }
    return Math.sqrt(squares / n);
  }

  private static float log(float probability) {
    return (float) Math.log(Math.max(probability, 0) + LEAST_PROBABILITY);
  }
}
