package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class RanksTest {

  private static final float NONE = Float.NaN;

  @Test
  void the_best_item_has_rank_one() {
    assertThat(Ranks.rank(scores(1, 9, 3), all(3), 1)).isEqualTo(1);
    assertThat(Ranks.rank(scores(1, 9, 3), all(3), 0)).isEqualTo(3);
  }

  @Test
  void ties_share_the_middle_of_their_places() {
    assertThat(Ranks.rank(scores(5, 5, 9), all(3), 0)).isEqualTo(2.5);
    assertThat(Ranks.rank(scores(5, 5, 5), all(3), 2)).isEqualTo(2);
    assertThat(Ranks.rank(scores(0f, -0f), all(2), 0)).isEqualTo(1.5);
  }

  @Test
  void items_that_are_not_allowed_do_not_count() {
    BitSet allowed = all(4);
    allowed.clear(0);

    assertThat(Ranks.rank(scores(9, 1, 2, 3), allowed, 1)).isEqualTo(3);
    assertThatThrownBy(() -> Ranks.rank(scores(9, 1, 2, 3), allowed, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("target 0")
        .hasMessageContaining("3 allowed");
  }

  @Test
  void no_opinion_stands_below_every_number_and_ties_with_itself() {
    float[] scores = scores(NONE, Float.NEGATIVE_INFINITY, NONE, 1, NONE);

    assertThat(Ranks.rank(scores, all(5), 3)).isEqualTo(1);
    assertThat(Ranks.rank(scores, all(5), 1)).isEqualTo(2);
    assertThat(Ranks.rank(scores, all(5), 0)).isEqualTo(4);
  }

  @Test
  void an_ordinal_beyond_the_row_has_no_opinion() {
    assertThat(Ranks.rank(scores(1, 2), all(4), 3)).isEqualTo(3.5);
    assertThat(Ranks.rank(scores(1, 2), all(4), 0)).isEqualTo(2);
  }

  @Test
  void a_single_candidate_is_first_whatever_it_scores() {
    assertThat(Ranks.rank(scores(NONE), all(1), 0)).isEqualTo(1);
  }

  @Test
  void the_top_leaves_out_what_has_no_opinion_and_breaks_ties_by_ordinal() {
    assertThat(Ranks.top(scores(1, NONE, 3, 3, 2), all(9), 3)).containsExactly(2, 3, 4);
    assertThat(Ranks.top(scores(1, NONE), all(2), 10)).containsExactly(0);
    assertThat(Ranks.top(scores(1, 2), all(2), 0)).isEmpty();
  }

  private static float[] scores(float... scores) {
    return scores;
  }

  private static BitSet all(int n) {
    BitSet all = new BitSet();
    all.set(0, n);
    return all;
  }
}
