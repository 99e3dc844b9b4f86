package dev.drago.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.CatalogSnapshot;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HardNegativesPropertyTest {

  private static final int ITEMS = 120;
  private static final int DELETED = 7;

  private final CatalogSnapshot catalog = Catalogues.of(ITEMS, DELETED);

  @Property(tries = 200)
  void whatIsDrawnIsAmongTheFirstRanksOfASort(
      @ForAll long seed,
      @ForAll @IntRange(max = 119) int takenCount,
      @ForAll @IntRange(min = 1, max = 50) int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] row = new float[ITEMS];
    for (int o = 0; o < ITEMS; o++) {
      row[o] = random.nextInt(10) == 0 ? Float.NaN : random.nextInt(20); // with ties
    }
    BitSet taken = new BitSet();
    IntStream.range(0, takenCount).forEach(i -> taken.set(random.nextInt(ITEMS)));

    int[] drawn = HardNegatives.draw(row, taken, catalog, count, random.split());

    List<Integer> ranked =
        IntStream.range(0, ITEMS)
            .filter(o -> o != DELETED && !taken.get(o) && !Float.isNaN(row[o]))
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(o -> -row[o])
                    .thenComparing(o -> catalog.item(o).id()))
            .limit(HardNegatives.RANKS)
            .toList();
    assertThat(Arrays.stream(drawn).boxed()).doesNotHaveDuplicates().isSubsetOf(ranked);
    assertThat(drawn).hasSize(Math.min(count, ranked.size()));
  }

  @Property(tries = 20)
  void everyOneOfTheFirstRanksIsDrawnAtSomeTime(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] row = new float[ITEMS];
    for (int o = 0; o < ITEMS; o++) {
      row[o] = -o;
    }
    Set<Integer> drawn = new HashSet<>();
    for (int i = 0; i < 2_000; i++) { // one is missed once in 10^16 times
      drawn.add(HardNegatives.draw(row, new BitSet(), catalog, 1, random)[0]);
    }
    assertThat(drawn).hasSize(HardNegatives.RANKS).allMatch(o -> o <= HardNegatives.RANKS);
  }
}
