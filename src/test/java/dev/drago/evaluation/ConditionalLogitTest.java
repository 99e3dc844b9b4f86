package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.drago.evaluation.ConditionalLogit.Choice;
import dev.drago.evaluation.ConditionalLogit.Fit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The oracle is the likelihood in plain loops of doubles, with the penalty the class documents. */
class ConditionalLogitTest {

  private static final double PENALTY = 1e-4;

  @Test
  void theWeightsThatMadeTheChoicesAreFoundAgain() {
    double[] truth = {1.2, 0.4, 0.8};
    Fit fit = ConditionalLogit.fit(simulated(truth, 6_000, 12, 0, new Random(1)), all(3));

    // The standard error of each is about 0.02.
    for (int f = 0; f < truth.length; f++) {
      assertThat(fit.weights()[f]).isCloseTo(truth[f], within(0.08));
    }
  }

  @Test
  void insideTheBoundsTheGradientIsZero() {
    List<Choice> choices = simulated(new double[] {0.9, 0.5}, 300, 8, 0.5, new Random(2));
    Fit fit = ConditionalLogit.fit(choices, all(2));

    assertThat(Arrays.stream(fit.weights()).min().orElseThrow()).isPositive();
    for (double slope : gradient(choices, fit.weights())) {
      assertThat(slope).isCloseTo(0, within(1e-4));
    }
    assertThat(fit.loss()).isCloseTo(loss(choices, fit.weights()), within(1e-9));
  }

  /** Karush, Kuhn, Tucker: flat where it may move, uphill where it is held at 0. */
  @Property(tries = 400, generation = net.jqwik.api.GenerationMode.RANDOMIZED)
  void atTheBoundsItIsUphill(@ForAll long seed) {
    Random random = new Random(seed);
    int features = 1 + random.nextInt(6);
    double[] truth = random.doubles(features, -1.5, 3).toArray();
    List<Choice> choices = simulated(truth, 5 + random.nextInt(60), 6, random.nextDouble(), random);
    double[] weights = ConditionalLogit.fit(choices, all(features)).weights();

    double[] slope = gradient(choices, weights);
    for (int f = 0; f < features; f++) {
      assertThat(weights[f]).isNotNegative();
      if (weights[f] > 0) {
        assertThat(slope[f])
            .as("gradient of weight %d = %s", f, weights[f])
            .isCloseTo(0, within(2e-4));
      } else {
        assertThat(slope[f]).as("gradient at the bound of %d", f).isGreaterThan(-2e-4);
      }
    }
  }

  @Property(tries = 20, generation = net.jqwik.api.GenerationMode.RANDOMIZED)
  void noDescentFromElsewhereGetsLower(@ForAll long seed) {
    Random random = new Random(seed);
    int features = 2 + random.nextInt(3);
    double[] truth = random.doubles(features, -0.5, 1).toArray();
    List<Choice> choices = simulated(truth, 80, 6, 0.4, random);
    Fit fit = ConditionalLogit.fit(choices, all(features));

    double[] weights = random.doubles(features, 0, 2).toArray();
    for (int step = 0; step < 4_000; step++) {
      double[] slope = gradient(choices, weights);
      for (int f = 0; f < features; f++) {
        weights[f] = Math.max(0, weights[f] - 0.3 * slope[f]);
      }
    }
    assertThat(penalised(choices, fit.weights()))
        .isLessThanOrEqualTo(penalised(choices, weights) + 1e-7);
    for (int f = 0; f < features; f++) {
      assertThat(fit.weights()[f]).isCloseTo(weights[f], within(0.02));
    }
  }

  @Test
  void aSampleOfTheAlternativesWithItsOffsetsSaysWhatAllOfThemSay() {
    Random random = new Random(3);
    List<Choice> whole = simulated(new double[] {1, 0.5}, 1_500, 400, 0, random);
    List<Choice> sampled = new ArrayList<>();
    List<Choice> careless = new ArrayList<>();
    for (Choice choice : whole) {
      Choice drawn = sample(choice, 60, random);
      sampled.add(drawn);
      // As if the sample were all: wrong, since the likely ones are all in it.
      careless.add(new Choice(drawn.features(), new float[drawn.offsets().length], drawn.chosen()));
    }

    double[] expected = ConditionalLogit.fit(whole, all(2)).weights();
    double[] found = ConditionalLogit.fit(sampled, all(2)).weights();
    double[] wrong = ConditionalLogit.fit(careless, all(2)).weights();
    assertThat(found[0]).isCloseTo(expected[0], within(0.05));
    assertThat(found[1]).isCloseTo(expected[1], within(0.05));
    assertThat(wrong[0]).isNotCloseTo(expected[0], within(0.1));
  }

  @Test
  void aFeatureThatAlwaysNamesTheChoiceHasAFiniteWeight() {
    List<Choice> choices = new ArrayList<>();
    for (int n = 0; n < 50; n++) {
      choices.add(new Choice(new float[][] {{0}, {1}, {0}}, new float[3], 1));
    }
    Fit fit = ConditionalLogit.fit(choices, all(1));

    assertThat(fit.weights()[0]).isFinite().isBetween(3.0, 50.0);
    assertThat(gradient(choices, fit.weights())[0]).isCloseTo(0, within(1e-4));
    assertThat(fit.loss()).isBetween(0.0, 0.01);
  }

  @Test
  void aFeatureThatSpeaksAgainstTheChoiceCountsNothing() {
    List<Choice> choices = simulated(new double[] {1, -1}, 400, 8, 0, new Random(4));

    double[] weights = ConditionalLogit.fit(choices, all(2)).weights();
    assertThat(weights[0]).isPositive();
    assertThat(weights[1]).isZero();
  }

  @Test
  void whatIsNotFreeStaysZeroAndTheOthersAreAsIfItWereNotThere() {
    List<Choice> choices = simulated(new double[] {1, 1, 0.5}, 400, 8, 0.5, new Random(5));
    List<Choice> without = new ArrayList<>();
    for (Choice choice : choices) {
      float[][] features =
          Arrays.stream(choice.features())
              .map(x -> new float[] {x[0], x[2]})
              .toArray(float[][]::new);
      without.add(new Choice(features, choice.offsets(), choice.chosen()));
    }

    double[] weights = ConditionalLogit.fit(choices, new boolean[] {true, false, true}).weights();
    double[] expected = ConditionalLogit.fit(without, all(2)).weights();
    assertThat(weights[1]).isZero();
    assertThat(weights[0]).isCloseTo(expected[0], within(1e-6));
    assertThat(weights[2]).isCloseTo(expected[1], within(1e-6));
    assertThat(ConditionalLogit.fit(choices, new boolean[3]).weights()).containsOnly(0);
  }

  @Test
  void featuresThatSayNothingLeaveTheLogarithmOfTheChoices() {
    List<Choice> choices = List.of(new Choice(new float[8][2], new float[8], 3));

    Fit fit = ConditionalLogit.fit(choices, all(2));
    assertThat(fit.weights()).containsOnly(0);
    assertThat(fit.loss()).isCloseTo(Math.log(8), within(1e-12));
  }

  @Test
  void twoFeaturesThatAreOneShareItsWeight() {
    List<Choice> twins = new ArrayList<>();
    for (Choice choice : simulated(new double[] {1}, 300, 8, 0, new Random(6))) {
      float[][] doubled =
          Arrays.stream(choice.features())
              .map(x -> new float[] {x[0], x[0]})
              .toArray(float[][]::new);
      twins.add(new Choice(doubled, choice.offsets(), choice.chosen()));
    }

    double[] weights = ConditionalLogit.fit(twins, all(2)).weights();
    assertThat(weights[0]).isCloseTo(weights[1], within(1e-3));
    assertThat(weights[0] + weights[1]).isBetween(0.7, 1.3);
  }

  @Test
  void withoutChoicesItIsASentence() {
    assertThatThrownBy(() -> ConditionalLogit.fit(List.of(), all(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is nothing to fit weights to");
  }

  @Test
  void aChoiceOfWhatIsNoAlternativeIsRefused() {
    assertThatThrownBy(() -> new Choice(new float[2][1], new float[2], 2))
        .hasMessage("choice 2 of 2 alternatives with 2 offsets");
    assertThatThrownBy(() -> new Choice(new float[2][1], new float[3], 0))
        .hasMessage("choice 0 of 2 alternatives with 3 offsets");
  }

  /** The ten best by the first feature and the chosen one for sure, and some of the others. */
  private static Choice sample(Choice choice, int drawn, Random random) {
    List<Integer> order = new ArrayList<>();
    for (int a = 0; a < choice.features().length; a++) {
      order.add(a);
    }
    order.sort((a, b) -> Float.compare(choice.features()[b][0], choice.features()[a][0]));
    List<Integer> kept = new ArrayList<>(order.subList(0, 10));
    if (!kept.contains(choice.chosen())) {
      kept.add(choice.chosen());
    }
    order.removeAll(kept);
    java.util.Collections.shuffle(order, random);
    int sure = kept.size();
    kept.addAll(order.subList(0, drawn));
    float[][] features = new float[kept.size()][];
    float[] offsets = new float[kept.size()];
    for (int i = 0; i < features.length; i++) {
      features[i] = choice.features()[kept.get(i)];
      offsets[i] = i < sure ? 0 : (float) Math.log((double) order.size() / drawn);
    }
    return new Choice(features, offsets, kept.indexOf(choice.chosen()));
  }

  /**
   * Choices drawn from the model.
   *
   * @param common the part of all features that is one and the same, from 0 to 1
   */
  private static List<Choice> simulated(
      double[] truth, int choices, int alternatives, double common, Random random) {
    List<Choice> made = new ArrayList<>();
    for (int n = 0; n < choices; n++) {
      float[][] features = new float[alternatives][truth.length];
      int chosen = 0;
      double best = Double.NEGATIVE_INFINITY;
      for (int a = 0; a < alternatives; a++) {
        double shared = random.nextGaussian();
        double utility = -Math.log(-Math.log(random.nextDouble())); // Gumbel's distribution
        for (int f = 0; f < truth.length; f++) {
          features[a][f] = (float) (common * shared + (1 - common) * random.nextGaussian());
          utility += truth[f] * features[a][f];
        }
        if (utility > best) {
          best = utility;
          chosen = a;
        }
      }
      made.add(new Choice(features, new float[alternatives], chosen));
    }
    return made;
  }

  private static double penalised(List<Choice> choices, double[] weights) {
    return loss(choices, weights) + PENALTY / 2 * Arrays.stream(weights).map(w -> w * w).sum();
  }

  private static double loss(List<Choice> choices, double[] weights) {
    double sum = 0;
    for (Choice choice : choices) {
      sum -= Math.log(probabilities(choice, weights)[choice.chosen()]);
    }
    return sum / choices.size();
  }

  private static double[] gradient(List<Choice> choices, double[] weights) {
    double[] gradient = new double[weights.length];
    for (Choice choice : choices) {
      double[] p = probabilities(choice, weights);
      for (int f = 0; f < gradient.length; f++) {
        for (int a = 0; a < p.length; a++) {
          double taken = a == choice.chosen() ? 1 : 0;
          gradient[f] += (p[a] - taken) * choice.features()[a][f] / choices.size();
        }
      }
    }
    for (int f = 0; f < gradient.length; f++) {
      gradient[f] += PENALTY * weights[f];
    }
    return gradient;
  }

  private static double[] probabilities(Choice choice, double[] weights) {
    double[] p = new double[choice.features().length];
    for (int a = 0; a < p.length; a++) {
      p[a] = choice.offsets()[a];
      for (int f = 0; f < weights.length; f++) {
        p[a] += weights[f] * choice.features()[a][f];
      }
    }
    double highest = Arrays.stream(p).max().orElseThrow();
    double sum = 0;
    for (int a = 0; a < p.length; a++) {
      p[a] = Math.exp(p[a] - highest);
      sum += p[a];
    }
    for (int a = 0; a < p.length; a++) {
      p[a] /= sum;
    }
    return p;
  }

  private static boolean[] all(int features) {
    boolean[] free = new boolean[features];
    Arrays.fill(free, true);
    return free;
  }
}
