package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListFiguresTest {

  @Test
  void gini_matches_figures_computed_by_hand() {
    assertThat(ListFigures.gini(new int[] {5, 5, 5, 5})).hasValue(0);
    // One of four takes all: 1 - 1/4.
    assertThat(ListFigures.gini(new int[] {0, 12, 0, 0})).hasValue(0.75);
    // (-3*1 - 1*2 + 1*3 + 3*4) / (4 * 10)
    assertThat(ListFigures.gini(new int[] {4, 2, 1, 3}).orElseThrow())
        .isCloseTo(0.25, within(1e-12));
    assertThat(ListFigures.gini(new int[] {7})).hasValue(0);
  }

  @Test
  void nothing_shown_and_nothing_to_show_have_no_gini() {
    assertThat(ListFigures.gini(new int[] {0, 0})).isEmpty();
    assertThat(ListFigures.gini(new int[0])).isEmpty();
  }

  @Test
  void novelty_is_the_mean_information_in_bits_and_the_untaken_count_as_taken_once() {
    List<History> training =
        List.of(
            History.untimed("ann", 0, 0, 1),
            History.untimed("bob", 0, 1),
            History.untimed("cyd", 0),
            History.untimed("dan", 0),
            History.untimed("none"));
    ItemFacts facts = ItemFacts.of(training, 4, item -> Optional.empty());

    assertThat(facts.takers()).containsExactly(4, 2, 0, 0);
    assertThat(facts.interactions()).containsExactly(5, 2, 0, 0);
    // Of four users: all took 0 (0 bits), half took 1 (1 bit), none took 2 (as one: 2 bits).
    assertThat(ListFigures.novelty(new int[] {0, 1, 2}, facts).orElseThrow())
        .isCloseTo(1, within(1e-12));
    assertThat(ListFigures.novelty(new int[0], facts)).isEmpty();
    assertThat(
            ListFigures.novelty(
                new int[] {1}, ItemFacts.of(List.of(), 4, item -> Optional.empty())))
        .isEmpty();
  }

  @Test
  void diversity_is_the_mean_of_one_less_the_cosine_over_all_pairs_that_have_vectors() {
    Map<Integer, float[]> vectors =
        Map.of(0, new float[] {1, 0}, 1, new float[] {0, 1}, 2, new float[] {-1, 0});
    ItemFacts facts = ItemFacts.of(List.of(), 4, item -> Optional.ofNullable(vectors.get(item)));

    // 0 and 1: 1; 0 and 2: 2; 1 and 2: 1. Item 3 has no vector.
    assertThat(ListFigures.diversity(new int[] {0, 1, 2, 3}, facts).orElseThrow())
        .isCloseTo(4 / 3.0, within(1e-6));
    assertThat(ListFigures.diversity(new int[] {0, 3}, facts)).isEmpty();
  }
}
