package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Ranks against a second implementation that sorts. jqwik prints the seed of a failure. */
class RanksPropertyTest {

  @Property
  void a_rank_is_the_mean_of_the_places_that_equal_scores_take_in_a_sorted_list(
      @ForAll("rows") float[] scores, @ForAll long mask, @ForAll @IntRange(max = 39) int target) {
    BitSet allowed = allowed(mask, target);

    assertThat(Ranks.rank(scores, allowed, target))
        .isCloseTo(bySorting(scores, allowed, target), within(1e-9));
  }

  @Property
  void the_ranks_of_all_items_add_up_to_those_of_a_strict_order(
      @ForAll("rows") float[] scores, @ForAll long mask) {
    BitSet allowed = allowed(mask, 0);
    int n = allowed.cardinality();

    double sum = allowed.stream().mapToDouble(o -> Ranks.rank(scores, allowed, o)).sum();

    assertThat(sum).isCloseTo(n * (n + 1) / 2.0, within(1e-6));
  }

  @Property
  void a_monotone_change_of_the_scores_changes_no_rank(
      @ForAll("rows") float[] scores, @ForAll @IntRange(max = 39) int target) {
    BitSet allowed = allowed(-1, target);
    float[] changed = scores.clone();
    for (int o = 0; o < changed.length; o++) {
      changed[o] = changed[o] * 8 - 1;
    }

    assertThat(Ranks.rank(changed, allowed, target)).isEqualTo(Ranks.rank(scores, allowed, target));
  }

  @Property
  void the_top_is_the_head_of_a_sorted_list(
      @ForAll("rows") float[] scores, @ForAll long mask, @ForAll @IntRange(max = 12) int k) {
    BitSet allowed = allowed(mask, 0);
    int[] sorted =
        allowed.stream()
            .filter(o -> o < scores.length && !Float.isNaN(scores[o]))
            .boxed()
            .sorted(Comparator.comparingDouble((Integer o) -> -scores[o]))
            .limit(k)
            .mapToInt(Integer::intValue)
            .toArray();

    assertThat(Ranks.top(scores, allowed, k)).containsExactly(sorted);
  }

  /** Few distinct scores, so that ties are common, and one in five without opinion. */
  @Provide
  Arbitrary<float[]> rows() {
    Arbitrary<Float> score =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.integers().between(0, 9).map(i -> i / 4f)),
            Tuple.of(1, Arbitraries.just(Float.NaN)));
    return score
        .list()
        .ofMinSize(0)
        .ofMaxSize(40)
        .map(
            list -> {
              float[] row = new float[list.size()];
              for (int i = 0; i < row.length; i++) {
                row[i] = list.get(i);
              }
              return row;
            });
  }

  private static BitSet allowed(long mask, int target) {
    BitSet allowed = BitSet.valueOf(new long[] {mask & ((1L << 40) - 1)});
    allowed.set(target);
    return allowed;
  }

  private static double bySorting(float[] scores, BitSet allowed, int target) {
    List<Double> descending = new ArrayList<>();
    allowed.stream().forEach(o -> descending.add(value(scores, o)));
    descending.sort(Comparator.reverseOrder());
    double own = value(scores, target);
    return (1 + descending.indexOf(own) + 1 + descending.lastIndexOf(own)) / 2.0;
  }

  private static double value(float[] scores, int ordinal) {
    return ordinal >= scores.length || Float.isNaN(scores[ordinal])
        ? -Double.MAX_VALUE
        : scores[ordinal];
  }
}
