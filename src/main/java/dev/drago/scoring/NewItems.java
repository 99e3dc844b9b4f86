package dev.drago.scoring;

import dev.drago.inference.Caller;
import dev.drago.inference.Cancellations;
import dev.drago.scoring.TextNeighbours.Likeness;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * A scorer that learned its items from interactions, extended to those it has never met: what it
 * thinks of the items whose texts are most alike stands in for an opinion.
 *
 * <p>An unknown item u is taken for a mixture of its {@link TextNeighbours} j with their weights
 * w_j. Probabilities of a mixture add up: log P(u) = log Σ w_j P(j) − 1, where the 1 (a nat) says
 * that what is new is taken e times less often than what it is like. Scores that are no
 * probabilities are averaged with the same weights. Tried on MovieLens-1M with a tenth of the items
 * taken for unknown: averaging log-probabilities instead finds an eighth as many of them, one bad
 * neighbour being enough to bury an item; and without the nat the unknown items push out more than
 * they find ({@code docs/accuracy.md}).
 */
public final class NewItems implements Scorer {

  private static final double NOVELTY = 1;

  private final Scorer scorer;
  private final TextNeighbours neighbours;
  private final Executor turns;

  /**
   * @param scorer whose opinions of one catalogue are always of the same items, or of none
   * @param turns what computes when an opinion is there
   */
  public NewItems(Scorer scorer, TextNeighbours neighbours, Executor turns) {
    this.scorer = scorer;
    this.neighbours = neighbours;
    this.turns = turns;
  }

  @Override
  public String name() {
    return scorer.name();
  }

  @Override
  public Scale scale() {
    return scorer.scale();
  }

  @Override
  public boolean isReady() {
    return scorer.isReady();
  }

  @Override
  public boolean isOnDemand() {
    return scorer.isOnDemand();
  }

  @Override
  public CompletableFuture<float[]> score(Request request) {
    CompletableFuture<float[]> known = scorer.score(request);
    return Cancellations.reaching(
        known.thenApplyAsync(
            row -> complete(row, request), turns), // the model thread is for the model
        known);
  }

  private float[] complete(float[] row, Request request) {
    BitSet known = known(row);
    BitSet unknown = request.catalog().live();
    unknown.andNot(known);
    if (known.isEmpty() || unknown.isEmpty()) {
      return row;
    }
    Likeness[] likenesses = neighbours.of(request, known, unknown);
    float[] completed = row.clone();
    boolean logarithms = scale() == Scale.LOG_PROBABILITY;
    double highest = logarithms ? highest(row, known) : 0;
    double[] values = values(row, known, logarithms ? highest : Double.NaN);
    int size = Math.min(row.length, likenesses.length);
    for (int o = unknown.nextSetBit(0); o >= 0 && o < size; o = unknown.nextSetBit(o + 1)) {
      if (!likenesses[o].isNone()) {
        completed[o] = novel(likenesses[o].mean(values), highest);
      }
    }
    return completed;
  }

  /** Of an unknown item, the mixture of what leaving out does to its neighbours. */
  @Override
  public CompletableFuture<Omissions> omissions(Request request, int[] items, int last) {
    Caller caller = Caller.here();
    return scorer
        .score(request)
        .thenComposeAsync(
            row -> caller.call(() -> omissions(request, items, last, row)),
            turns); // the model thread is for the model
  }

  private CompletableFuture<Omissions> omissions(
      Request request, int[] items, int last, float[] row) {
    BitSet known = known(row);
    BitSet unknown = request.catalog().live();
    unknown.andNot(known);
    if (known.isEmpty() || IntStream.of(items).noneMatch(unknown::get)) {
      return scorer.omissions(request, items, last);
    }
    Likeness[] likenesses = neighbours.of(request, known, unknown);
    Mixture[] mixtures = new Mixture[items.length];
    IntStream.Builder asked = IntStream.builder();
    int count = 0;
    for (int i = 0; i < items.length; i++) {
      Likeness likeness =
          items[i] < likenesses.length && unknown.get(items[i])
              ? likenesses[items[i]]
              : Likeness.NONE;
      int[] of = likeness.isNone() ? new int[] {items[i]} : likeness.neighbours();
      IntStream.of(of).forEach(asked::add);
      mixtures[i] = new Mixture(count, likeness);
      count += of.length;
    }
    return scorer
        .omissions(request, asked.build().toArray(), last)
        .thenApply(
            out -> {
              float[][] without = new float[out.withoutItem().length][];
              for (int p = 0; p < without.length; p++) {
                without[p] = mix(mixtures, out.withoutItem()[p]);
              }
              return new Omissions(
                  out.from(),
                  mix(mixtures, out.whole()),
                  without,
                  out.withoutWish().map(wishless -> mix(mixtures, wishless)));
            });
  }

  /** Where the scores of an item's neighbours begin, or its own where it has none. */
  private record Mixture(int from, Likeness likeness) {}

  private float[] mix(Mixture[] mixtures, float[] scores) {
    float[] mixed = Scorer.noOpinion(mixtures.length);
    for (int i = 0; i < mixed.length && scores.length > 0; i++) {
      int from = mixtures[i].from;
      Likeness likeness = mixtures[i].likeness;
      mixed[i] =
          likeness.isNone()
              ? scores[from]
              : mixture(
                  likeness, Arrays.copyOfRange(scores, from, from + likeness.weights().length));
    }
    return mixed;
  }

  private float mixture(Likeness likeness, float[] neighbours) {
    boolean logarithms = scale() == Scale.LOG_PROBABILITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (float neighbour : neighbours) {
      highest = Math.max(highest, neighbour);
    }
    double mean = 0;
    for (int i = 0; i < neighbours.length; i++) {
      mean += likeness.weights()[i] * (logarithms ? power(neighbours[i], highest) : neighbours[i]);
    }
    return novel(mean, highest);
  }

  private static BitSet known(float[] row) {
    BitSet known = new BitSet(row.length);
    for (int o = 0; o < row.length; o++) {
      if (!Float.isNaN(row[o])) {
        known.set(o);
      }
    }
    return known;
  }

  /** What is thought of an unknown item, by the mean of its neighbours. */
  private float novel(double mean, double highest) {
    return switch (scale()) {
      case LOG_PROBABILITY -> (float) (highest + Math.log(mean) - NOVELTY);
      case PROBABILITY -> (float) (mean * Math.exp(-NOVELTY));
      case RELATIVE -> (float) mean;
    };
  }

  private static float highest(float[] row, BitSet known) {
    float highest = Float.NEGATIVE_INFINITY;
    for (int o = known.nextSetBit(0); o >= 0; o = known.nextSetBit(o + 1)) {
      highest = Math.max(highest, row[o]);
    }
    return highest;
  }

  /**
   * What is averaged: the row, or its powers as multiples of the largest, so that none overflows;
   * once for all mixtures.
   */
  private static double[] values(float[] row, BitSet known, double highest) {
    double[] values = new double[row.length];
    for (int o = known.nextSetBit(0); o >= 0; o = known.nextSetBit(o + 1)) {
      values[o] = Double.isNaN(highest) ? row[o] : power(row[o], highest);
    }
    return values;
  }

  private static double power(float logarithm, double highest) {
    return logarithm == Float.NEGATIVE_INFINITY ? 0 : Math.exp(logarithm - highest);
  }
}
