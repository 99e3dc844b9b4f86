package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** The fusion against textbook formulas in double precision. jqwik prints a failure's seed. */
class FusionTest {

  private static final int SIZE = 30;

  @Property
  void aShareIsTheWeightedStandardScoreOverTheAllowedOpinions(
      @ForAll("rows") float[] row,
      @ForAll("masks") BitSet allowed,
      @ForAll @DoubleRange(min = 0.01, max = 3) double weight) {
    float[] share = share(fuse(Map.of("a", row), Map.of("a", weight), allowed, SIZE), "a");

    double[] expected = standardised(row, allowed, weight);
    for (int o = 0; o < SIZE; o++) {
      assertThat((double) share[o])
          .as("ordinal %d", o)
          .isCloseTo(expected[o], within(1e-4 * Math.max(1, Math.abs(expected[o]))));
    }
  }

  @Property
  void aRowOfLogProbabilitiesIsCentredAndKeepsItsUnit(
      @ForAll("rows") float[] row,
      @ForAll("masks") BitSet allowed,
      @ForAll @DoubleRange(min = 0.01, max = 3) double weight) {
    Opinion opinion = new Opinion("a", Scorer.Scale.LOG_PROBABILITY, row);
    float[] scores = Fusion.of(List.of(opinion), Map.of("a", weight), allowed, SIZE).scores();

    int[] spoken = allowed.stream().filter(o -> o < SIZE && !Float.isNaN(row[o])).toArray();
    double mean = IntStream.of(spoken).mapToDouble(o -> row[o]).average().orElse(0);
    for (int o : spoken) {
      double expected = weight * (row[o] - mean);
      assertThat((double) scores[o])
          .isCloseTo(expected, within(1e-4 * Math.max(1, Math.abs(expected))));
    }
  }

  @Property
  void theSharesOfAnAllowedItemAddUpToItsScore(
      @ForAll("rows") float[] a,
      @ForAll("rows") float[] b,
      @ForAll("rows") float[] c,
      @ForAll("masks") BitSet allowed) {
    Map<String, float[]> rows = new LinkedHashMap<>();
    rows.put("a", a);
    rows.put("b", b);
    rows.put("c", c);

    Fusion fusion = fuse(rows, Map.of("a", 1.0, "b", 0.3, "c", -0.5), allowed, SIZE);

    assertThat(fusion.shares()).containsOnlyKeys("a", "b", "c");
    allowed.stream()
        .filter(o -> !Float.isNaN(fusion.scores()[o]))
        .forEach(
            o -> {
              double sum = fusion.shares().values().stream().mapToDouble(s -> s[o]).sum();
              assertThat((double) fusion.scores()[o]).isCloseTo(sum, within(1e-5));
            });
  }

  @Property
  void whatIsNotAllowedOrWithoutAnyOpinionScoresNaNAndNothingElse(
      @ForAll("rows") float[] a, @ForAll("rows") float[] b, @ForAll("masks") BitSet allowed) {
    Fusion fusion = fuse(Map.of("a", a, "b", b), Map.of("a", 1.0, "b", 0.5), allowed, SIZE);

    for (int o = 0; o < SIZE; o++) {
      boolean scored = allowed.get(o) && !(Float.isNaN(a[o]) && Float.isNaN(b[o]));
      assertThat(Float.isNaN(fusion.scores()[o])).as("ordinal %d", o).isEqualTo(!scored);
    }
  }

  @Property
  void anOpinionOfWhatIsNotAllowedChangesNothing(
      @ForAll("rows") float[] row, @ForAll("rows") float[] other, @ForAll("masks") BitSet allowed) {
    float[] changed = row.clone();
    IntStream.range(0, SIZE).filter(o -> !allowed.get(o)).forEach(o -> changed[o] = other[o]);

    assertThat(fuse(Map.of("a", changed), Map.of("a", 1.0), allowed, SIZE).scores())
        .isEqualTo(fuse(Map.of("a", row), Map.of("a", 1.0), allowed, SIZE).scores());
  }

  @Property
  void oneOpinionForAllIsNoOpinion(@ForAll float same, @ForAll("masks") BitSet allowed) {
    float[] row = new float[SIZE];
    java.util.Arrays.fill(row, same);
    row[0] = Float.NaN;

    assertThat(share(fuse(Map.of("a", row), Map.of("a", 1.0), allowed, SIZE), "a")).containsOnly(0);
  }

  /** In a catalogue of thousands, sums of squares have rounding errors. */
  @Example
  void oneOpinionForThousandsIsNoOpinion() {
    float[] row = new float[10_007];
    java.util.Arrays.fill(row, -13.8155f);
    Fusion fusion = fuse(Map.of("a", row), Map.of("a", 1.0), allOf(row.length), row.length);

    assertThat(share(fusion, "a")).containsOnly(0);
  }

  /** Scores may be large and close to each other, as a scorer may speak on any scale. */
  @Example
  void aSmallDifferenceOfLargeScoresIsStillADifference() {
    float[] row = new float[10_000];
    for (int o = 0; o < row.length; o++) {
      row[o] = 123_456.7f + (o % 2) / 64f;
    }
    Fusion fusion = fuse(Map.of("a", row), Map.of("a", 1.0), allOf(row.length), row.length);

    assertThat(share(fusion, "a")[0]).isCloseTo(-1, within(1e-5f));
    assertThat(share(fusion, "a")[1]).isCloseTo(1, within(1e-5f));
  }

  @Example
  void whereOneScorerHasNoOpinionItContributesNothing() {
    float[] a = {1, Float.NaN, 3, Float.NaN};
    float[] b = {Float.NaN, 5, 7, Float.NaN};
    Fusion fusion = fuse(Map.of("a", a, "b", b), Map.of("a", 2.0, "b", 1.0), allOf(4), 4);

    assertThat(fusion.scores()).containsExactly(-2, -1, 3, Float.NaN);
    assertThat(share(fusion, "a")).containsExactly(-2, 0, 2, 0);
    assertThat(share(fusion, "b")).containsExactly(0, -1, 1, 0);
  }

  @Example
  void aScorerWithoutWeightIsLeftOut() {
    float[] row = {1, 2, 3};
    Fusion fusion = fuse(Map.of("a", row, "b", row), Map.of("a", 0.0), allOf(3), 3);

    assertThat(fusion.shares()).isEmpty();
    assertThat(fusion.scores()).containsOnly(Float.NaN);
  }

  @Example
  void nothingAllowedIsNothingScored() {
    float[] row = {1, 2};
    Fusion fusion = fuse(Map.of("a", row), Map.of("a", 1.0), new BitSet(), 2);

    assertThat(fusion.scores()).containsOnly(Float.NaN);
    assertThat(fuse(Map.of(), Map.of(), new BitSet(), 0).scores()).isEmpty();
  }

  /** Opinions on scales from cosines to counts, some missing. */
  @Provide
  Arbitrary<float[]> rows() {
    Arbitrary<Float> score =
        Arbitraries.floats().between(-1, 1).injectNull(0.2).map(s -> s == null ? Float.NaN : s);
    Arbitrary<Float> scale = Arbitraries.of(0.01f, 1f, 50f);
    Arbitrary<Float> offset = Arbitraries.of(0f, 0.8f, -12f, 300f);
    return Combinators.combine(score.array(float[].class).ofSize(SIZE), scale, offset)
        .as(
            (row, times, plus) -> {
              float[] moved = row.clone();
              for (int o = 0; o < SIZE; o++) {
                moved[o] = moved[o] * times + plus;
              }
              return moved;
            });
  }

  @Provide
  Arbitrary<BitSet> masks() {
    return Arbitraries.integers()
        .between(0, SIZE - 1)
        .set()
        .map(
            ordinals -> {
              BitSet mask = new BitSet();
              ordinals.forEach(mask::set);
              return mask;
            });
  }

  private static double[] standardised(float[] row, BitSet allowed, double weight) {
    double[] opinions =
        allowed.stream().mapToDouble(o -> row[o]).filter(s -> !Double.isNaN(s)).toArray();
    double mean =
        IntStream.range(0, opinions.length).mapToDouble(i -> opinions[i]).average().orElse(0);
    double variance =
        IntStream.range(0, opinions.length)
            .mapToDouble(i -> (opinions[i] - mean) * (opinions[i] - mean))
            .average()
            .orElse(0);
    boolean alike = IntStream.range(1, opinions.length).allMatch(i -> opinions[i] == opinions[0]);
    double[] share = new double[row.length];
    for (int o = 0; o < row.length; o++) {
      if (allowed.get(o) && !Float.isNaN(row[o]) && !alike) {
        share[o] = weight * (row[o] - mean) / Math.sqrt(variance);
      }
    }
    return share;
  }

  private static Fusion fuse(
      Map<String, float[]> rows, Map<String, Double> weights, BitSet allowed, int size) {
    List<Opinion> opinions =
        rows.entrySet().stream()
            .map(e -> new Opinion(e.getKey(), Scorer.Scale.RELATIVE, e.getValue()))
            .toList();
    return Fusion.of(opinions, weights, allowed, size);
  }

  private static float[] share(Fusion fusion, String name) {
    return java.util.Objects.requireNonNull(fusion.shares().get(name));
  }

  private static BitSet allOf(int size) {
    BitSet all = new BitSet();
    all.set(0, size);
    return all;
  }
}
