package dev.drago.evaluation;

import dev.drago.evaluation.ConditionalLogit.Choice;
import dev.drago.recommend.Recommender;
import dev.drago.scoring.FusionWeights.Knot;
import dev.drago.scoring.FusionWeights.Mix;
import dev.drago.scoring.LinearScorer;
import dev.drago.scoring.PopularityScorer;
import dev.drago.scoring.Profile;
import dev.drago.scoring.SequenceScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Learns the weights of the fusion from what people took next, for several lengths of history and
 * for each set of scorers that may be all that speaks.
 *
 * <p>Weights begin as the most likely ones ({@link ConditionalLogit}) and are then moved to where
 * they rank best ({@link CoordinateAscent}).
 *
 * <p>For each length the histories are cut to their last items. An item's features are the shares
 * it would get from each scorer for a weight of 1, exactly as in service. Of a case all items that
 * some scorer has among its first 30 are alternatives, and 200 of the others for the rest.
 */
public final class FusionTuning {

  /** The lengths of history at which weights are fitted; between them they are interpolated. */
  public static final List<Integer> LENGTHS = List.of(0, 1, 3, 10, 30, 100);

  private static final int FIRST = 30;
  private static final int OTHERS = 200;
  private static final double ROUNDED = 1e4;

  private final Recommender recommender;
  private final List<String> scorers;
  private final BitSet candidates;
  private final long seed;

  /**
   * @param recommender of models that learned from the training part alone
   * @param candidates the ordinals that are ranked
   * @param seed of the sample of alternatives
   */
  public FusionTuning(Recommender recommender, BitSet candidates, long seed) {
    this.recommender = recommender;
    this.scorers = recommender.fusedScorers();
    this.candidates = (BitSet) candidates.clone();
    this.seed = seed;
  }

  /**
   * Fits all mixes.
   *
   * @param progress hears of each case done, of {@code cases.size() · LENGTHS.size()}
   * @throws InterruptedException when the thread was interrupted
   */
  public List<Mix> fit(List<Case> cases, int threads, Progress progress)
      throws InterruptedException {
    List<Set<String>> sets = sets();
    List<List<Knot>> knots = sets.stream().map(set -> (List<Knot>) new ArrayList<Knot>()).toList();
    for (int l = 0; l < LENGTHS.size(); l++) {
      int length = LENGTHS.get(l);
      int before = l * cases.size();
      Choice[] choices = new Choice[cases.size()];
      Workers.run(
          cases.size(),
          threads,
          n -> choices[n] = choice(cases.get(n).knowing(length), n),
          (count, total) -> progress.step(before + count, total * LENGTHS.size()));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      List<Choice> all = List.of(choices);
      for (int s = 0; s < sets.size(); s++) {
        knots.get(s).add(knot(length, all, sets.get(s)));
      }
    }
    return IntStream.range(0, sets.size())
        .mapToObj(s -> new Mix(List.copyOf(sets.get(s)), knots.get(s)))
        .toList();
  }

  /**
   * All scorers; all but one each; those there are before anything was trained on the log, with and
   * without popularity; and those there are where no sequence model knows the catalogue either.
   */
  private List<Set<String>> sets() {
    String[] linear = {LinearScorer.NEXT_ITEM, LinearScorer.EASE};
    Set<Set<String>> sets = new LinkedHashSet<>();
    sets.add(without());
    scorers.forEach(left -> sets.add(without(left)));
    sets.add(without(linear));
    sets.add(without(linear[0], linear[1], PopularityScorer.NAME));
    sets.add(without(linear[0], linear[1], SequenceScorer.NAME));
    sets.removeIf(Set::isEmpty);
    return List.copyOf(sets);
  }

  private Set<String> without(String... left) {
    Set<String> set = new LinkedHashSet<>(scorers);
    set.removeAll(Set.of(left));
    return set;
  }

  private Knot knot(int length, List<Choice> choices, Set<String> set) {
    boolean[] free = new boolean[scorers.size()];
    for (int f = 0; f < free.length; f++) {
      free[f] = set.contains(scorers.get(f));
    }
    double[] weights =
        CoordinateAscent.improve(choices, ConditionalLogit.fit(choices, free).weights());
    double unit = unit(choices, weights);
    Map<String, Double> named = new LinkedHashMap<>();
    for (int f = 0; f < free.length; f++) {
      double rounded = Math.round(unit * weights[f] * ROUNDED) / ROUNDED;
      if (rounded > 0) {
        named.put(scorers.get(f), rounded);
      }
    }
    return new Knot(length, named);
  }

  /**
   * The factor that makes scores nats again: it changes no ranking, and fits the weighted sum to
   * what was chosen.
   */
  private static double unit(List<Choice> choices, double[] weights) {
    List<Choice> sums =
        choices.stream()
            .map(
                choice -> {
                  float[][] sum = new float[choice.features().length][1];
                  for (int a = 0; a < sum.length; a++) {
                    for (int f = 0; f < weights.length; f++) {
                      sum[a][0] += (float) (weights[f] * choice.features()[a][f]);
                    }
                  }
                  return new Choice(sum, choice.offsets(), choice.chosen());
                })
            .toList();
    double unit = ConditionalLogit.fit(sums, new boolean[] {true}).weights()[0];
    return unit > 0 ? unit : 1;
  }

  private Choice choice(Case question, int number) {
    BitSet allowed = (BitSet) candidates.clone();
    for (int seen : question.seen()) {
      allowed.clear(seen);
    }
    Recommender.Rows rows =
        recommender.rows(Profile.ofHistory(question.history()), Set.copyOf(scorers));
    Map<String, float[]> shares = recommender.shares(rows, allowed);
    BitSet first = new BitSet();
    first.set(question.target());
    for (float[] row : shares.values()) {
      Arrays.stream(Ranks.top(row, allowed, FIRST)).forEach(first::set);
    }
    int[] certain = first.stream().toArray();
    int[] rest = allowed.stream().filter(o -> !first.get(o)).toArray();
    int[] drawn = sample(rest, new SplittableRandom(seed * 31 + number));
    int[] alternatives = IntStream.concat(Arrays.stream(certain), Arrays.stream(drawn)).toArray();
    float[] offsets = new float[alternatives.length];
    if (drawn.length > 0) {
      float offset = (float) Math.log((double) rest.length / drawn.length);
      Arrays.fill(offsets, certain.length, offsets.length, offset);
    }
    float[][] features = new float[alternatives.length][scorers.size()];
    for (int f = 0; f < scorers.size(); f++) {
      float[] row = shares.get(scorers.get(f));
      for (int a = 0; row != null && a < alternatives.length; a++) {
        features[a][f] = row[alternatives[a]];
      }
    }
    return new Choice(features, offsets, Arrays.binarySearch(certain, question.target()));
  }

  /**
   * Some of the ordinals, each as likely, none twice: the first steps of a Fisher-Yates shuffle.
   */
  private static int[] sample(int[] ordinals, SplittableRandom random) {
    int drawn = Math.min(OTHERS, ordinals.length);
    for (int i = 0; i < drawn; i++) {
      int j = random.nextInt(i, ordinals.length);
      int swapped = ordinals[i];
      ordinals[i] = ordinals[j];
      ordinals[j] = swapped;
    }
    return Arrays.copyOf(ordinals, drawn);
  }
}
