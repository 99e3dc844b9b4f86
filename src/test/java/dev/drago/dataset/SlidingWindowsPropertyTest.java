package dev.drago.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SlidingWindowsPropertyTest {

  private record Pair(List<Integer> history, int target) {}

  @Provide
  Arbitrary<List<Integer>> histories() {
    return Arbitraries.integers().between(0, 30).list().ofMaxSize(40);
  }

  @Property(tries = 500)
  void windowsAreThoseOfABruteForce(
      @ForAll("histories") List<Integer> items,
      @ForAll @IntRange(min = 1, max = 15) int window,
      @ForAll @IntRange(min = 1, max = 5) int stride,
      @ForAll @IntRange(min = 1, max = 6) int minimum,
      @ForAll @IntRange(min = 0, max = 8) int perUser) {
    SlidingWindows.Cut cut =
        new SlidingWindows(window, stride, minimum, perUser)
            .cut(items.stream().mapToInt(Integer::intValue).toArray());

    List<Pair> expected = new ArrayList<>();
    for (int target = minimum; target < items.size(); target++) {
      boolean onStride = (items.size() - 1 - target) % stride == 0;
      List<Integer> before = items.subList(0, target);
      if (onStride && !before.contains(items.get(target))) {
        expected.add(
            new Pair(
                before.subList(Math.max(0, before.size() - window), before.size()),
                items.get(target)));
      }
    }
    List<Pair> newest =
        perUser == 0
            ? expected
            : expected.subList(Math.max(0, expected.size() - perUser), expected.size());
    assertThat(
            cut.windows().reversed().stream()
                .map(w -> new Pair(Arrays.stream(w.history()).boxed().toList(), w.target())))
        .containsExactlyElementsOf(newest);
  }

  @Example
  void valuesOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new SlidingWindows(16, 1, 1, 0))
        .hasMessageContaining("--window must be 1 to 15, not 16");
    assertThatThrownBy(() -> new SlidingWindows(15, 0, 1, 0))
        .hasMessage("--stride must be at least 1, not 0");
    assertThatThrownBy(() -> new SlidingWindows(15, 1, 0, 0))
        .hasMessage("--minimum must be at least 1, not 0");
    assertThatThrownBy(() -> new SlidingWindows(15, 1, 1, -1))
        .hasMessage("--per-user must be at least 0, not -1");
  }
}
