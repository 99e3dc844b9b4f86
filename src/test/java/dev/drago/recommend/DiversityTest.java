package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Against the formula of Carbonell and Goldstein, computed anew for every pick. */
class DiversityTest {

  @Property
  void itPicksWhatTheFormulaPicks(
      @ForAll long seed,
      @ForAll @IntRange(max = 15) int size,
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll @DoubleRange(min = 0, max = 1) double diversity) {
    Candidates candidates = new Candidates(seed, size);

    List<Integer> picked = candidates.pick(diversity, count);

    assertThat(picked).hasSize(Math.min(size, count)).doesNotHaveDuplicates();
    candidates.assertEachPickIsBest(picked, diversity);
  }

  @Property
  void withoutDiversityTheOrderStays(@ForAll long seed, @ForAll @IntRange(max = 15) int size) {
    Candidates candidates = new Candidates(seed, size);

    assertThat(candidates.pick(0, size)).containsExactlyElementsOf(candidates.ordinals());
  }

  @Property
  void theBestComesFirstHoweverDiverse(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 15) int size,
      @ForAll @DoubleRange(min = 0, max = 1) double diversity) {
    Candidates candidates = new Candidates(seed, size);

    assertThat(candidates.pick(diversity, size)).startsWith(candidates.ordinals().getFirst());
  }

  @Example
  void fullDiversityPutsAnUnlikeItemSecond() {
    float[][] vectors = {{1, 0}, {1, 0}, {0.9f, (float) Math.sqrt(0.19)}, {0, 1}};
    List<Integer> picked =
        Diversity.pick(
            new int[] {0, 1, 2, 3},
            new float[] {4, 3, 2, 1},
            ordinal -> Optional.of(vectors[ordinal]),
            1,
            2);

    assertThat(picked).containsExactly(0, 3);
  }

  @Example
  void itemsWithoutVectorsKeepTheirOrder() {
    List<Integer> picked =
        Diversity.pick(
            new int[] {7, 3, 5}, new float[] {3, 2, 1}, ordinal -> Optional.empty(), 0.5, 3);

    assertThat(picked).containsExactly(7, 3, 5);
  }

  /** The best may be so new that it has no vector yet. */
  @Example
  void likenessStaysWithinItsScaleWhenTheBestHasNoVector() {
    float[][] vectors = {{}, {1, 0}, {0.6f, 0.8f}, {0.5f, 0.8660254f}};
    List<Integer> picked =
        Diversity.pick(
            new int[] {0, 1, 2, 3},
            new float[] {4, 3, 2, 1},
            o -> vectors[o].length == 0 ? Optional.empty() : Optional.of(vectors[o]),
            0.1,
            4);

    assertThat(picked).containsExactly(0, 1, 2, 3);
  }

  /** Ten copies of one text, whose vectors differ in the last bits: likeness says nothing here. */
  @Example
  void amongItemsThatAreAllAlikeRelevanceDecides() {
    Random random = new Random(3);
    int[] candidates = IntStream.range(0, 10).toArray();
    float[] relevance = new float[10];
    float[][] vectors = new float[10][];
    for (int i = 0; i < 10; i++) {
      relevance[i] = 10 - i;
      vectors[i] = unit(IntStream.range(0, 8).mapToDouble(d -> 1 + 1e-7 * random.nextGaussian()));
    }

    assertThat(Diversity.pick(candidates, relevance, o -> Optional.of(vectors[o]), 0.5, 10))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  private static float[] unit(java.util.stream.DoubleStream numbers) {
    double[] values = numbers.toArray();
    double length =
        Math.sqrt(IntStream.range(0, values.length).mapToDouble(d -> values[d] * values[d]).sum());
    float[] unit = new float[values.length];
    for (int d = 0; d < unit.length; d++) {
      unit[d] = (float) (values[d] / length);
    }
    return unit;
  }

  /** Random candidates, some of the same relevance, some without a vector. */
  private static final class Candidates {
    private final int[] ordinals;
    private final float[] relevance;
    private final List<Optional<float[]>> vectors = new ArrayList<>();

    Candidates(long seed, int size) {
      Random random = new Random(seed);
      ordinals = random.ints(0, 1_000).distinct().limit(size).toArray();
      List<Float> scores = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        scores.add(random.nextInt(6) / 2f);
        vectors.add(
            random.nextInt(5) == 0
                ? Optional.empty()
                : Optional.of(unit(random.doubles(4, -0.2, 1))));
      }
      scores.sort(Comparator.reverseOrder());
      relevance = new float[size];
      for (int i = 0; i < size; i++) {
        relevance[i] = scores.get(i);
      }
    }

    List<Integer> ordinals() {
      return IntStream.of(ordinals).boxed().toList();
    }

    List<Integer> pick(double diversity, int count) {
      return Diversity.pick(ordinals, relevance, o -> vectors.get(place(o)), diversity, count);
    }

    private int place(int ordinal) {
      return ordinals().indexOf(ordinal);
    }

    void assertEachPickIsBest(List<Integer> picked, double diversity) {
      for (int turn = 0; turn < picked.size(); turn++) {
        List<Integer> before = picked.subList(0, turn);
        double gain = gain(place(picked.get(turn)), before, diversity);
        for (int ordinal : ordinals) {
          if (!before.contains(ordinal)) {
            assertThat(gain)
                .as("pick %d of %s", turn, picked)
                .isGreaterThanOrEqualTo(gain(place(ordinal), before, diversity) - 1e-6);
          }
        }
      }
    }

    private double gain(int place, List<Integer> before, double diversity) {
      double low = relevance[relevance.length - 1];
      double span = relevance[0] - low;
      double scaled = span == 0 ? 0 : (relevance[place] - low) / span;
      int[] known =
          IntStream.range(0, ordinals.length).filter(i -> vectors.get(i).isPresent()).toArray();
      double lowest =
          IntStream.of(known)
              .skip(1)
              .mapToObj(i -> cosine(i, known[0]))
              .flatMap(Optional::stream)
              .reduce(1.0, Math::min);
      double likeness =
          before.stream()
              .map(other -> cosine(place, place(other)))
              .flatMap(Optional::stream)
              .max(Comparator.naturalOrder())
              .map(nearest -> (nearest - lowest) / Math.max(1e-3, 1 - lowest))
              .orElse(0.0);
      return (1 - diversity) * scaled - diversity * likeness;
    }

    private Optional<Double> cosine(int a, int b) {
      return vectors
          .get(a)
          .flatMap(
              va ->
                  vectors
                      .get(b)
                      .map(
                          vb ->
                              IntStream.range(0, va.length)
                                  .mapToDouble(d -> (double) va[d] * vb[d])
                                  .sum()));
    }
  }
}
