package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.catalog.Item;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The heap against a full sort. jqwik prints the seed of a failure. */
class RankingTest {

  private static final int SIZE = 40;

  /** Ids in no order of the ordinals, so that a tie by id is not one by ordinal. */
  private static final CatalogSnapshot CATALOG = shuffled();

  @Property
  void theBestAreTheHeadOfAFullSortWithTiesById(
      @ForAll("rows") float[] scores,
      @ForAll("masks") BitSet allowed,
      @ForAll @IntRange(min = 1, max = SIZE + 5) int count) {
    int[] expected =
        allowed.stream()
            .boxed()
            .filter(o -> !Float.isNaN(scores[o]))
            .sorted(
                Comparator.comparing((Integer o) -> scores[o])
                    .reversed()
                    .thenComparing(o -> CATALOG.item(o).id()))
            .limit(count)
            .mapToInt(Integer::intValue)
            .toArray();

    assertThat(Ranking.best(scores, allowed, count, CATALOG)).containsExactly(expected);
  }

  @Property
  void fewerAreTheHeadOfMore(
      @ForAll("rows") float[] scores,
      @ForAll("masks") BitSet allowed,
      @ForAll @IntRange(min = 1, max = SIZE) int count) {
    int[] more = Ranking.best(scores, allowed, SIZE, CATALOG);
    int[] fewer = Ranking.best(scores, allowed, count, CATALOG);

    assertThat(more).startsWith(fewer);
  }

  /** Few different values, so that most are ties; NaN is no opinion. */
  @Provide
  Arbitrary<float[]> rows() {
    return Arbitraries.of(0f, 1f, -1f, 0.5f, 1e9f, -1e9f, Float.NaN)
        .array(float[].class)
        .ofSize(SIZE);
  }

  @Provide
  Arbitrary<BitSet> masks() {
    return Arbitraries.longs().map(bits -> BitSet.valueOf(new long[] {bits & ((1L << SIZE) - 1)}));
  }

  private static CatalogSnapshot shuffled() {
    List<Integer> names = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      names.add(i);
    }
    Collections.shuffle(names, new Random(5));
    List<Change> changes = new ArrayList<>();
    for (int ordinal = 0; ordinal < SIZE; ordinal++) {
      String id = "item-" + names.get(ordinal);
      changes.add(new Change(ordinal, id, new Item(id, id, "", Map.of())));
    }
    return CatalogSnapshot.empty().with(changes, 1);
  }
}
