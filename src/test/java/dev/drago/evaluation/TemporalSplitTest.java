package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.evaluation.Split.LeftOut;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemporalSplitTest {

  private final BitSet candidates = BitSet.valueOf(new long[] {0b11_1111_1111});

  /** Ten events at 1 to 10: learnt from up to 6, validation 7 and 8, test 9 and 10. */
  private final List<History> log =
      List.of(
          new History("ann", new int[] {0, 1, 2, 3}, new long[] {1, 2, 7, 9}),
          new History("bob", new int[] {1, 4, 5}, new long[] {3, 4, 8}),
          new History("new", new int[] {6}, new long[] {10}),
          new History("old", new int[] {0, 7}, new long[] {5, 6}));

  @Test
  void all_users_are_cut_at_one_moment() {
    Split split = split(Stage.TEST, 0.2, log);

    assertThat(split.cases()).hasSize(1);
    Case ann = split.cases().getFirst();
    assertThat(ann.user()).isEqualTo("ann");
    assertThat(ann.history()).containsExactly(0, 1, 2);
    assertThat(ann.target()).isEqualTo(3);
    assertThat(split.leftOut()).isEqualTo(new LeftOut(0, 0, 0, 2));
  }

  @Test
  void validation_is_the_slice_before_and_ends_where_test_begins() {
    Split split = split(Stage.VALIDATION, 0.2, log);

    assertThat(split.cases()).extracting(Case::user).containsExactly("ann", "bob");
    assertThat(split.cases().getFirst().history()).containsExactly(0, 1);
    assertThat(split.cases()).extracting(Case::target).containsExactly(2, 5);
    assertThat(split.strangers()).isEmpty();
    assertThat(split.leftOut()).isEqualTo(new LeftOut(0, 0, 0, 2));
  }

  @Test
  void users_who_come_after_the_cut_are_strangers() {
    Split split = split(Stage.TEST, 0.2, log);

    assertThat(split.strangers()).extracting(Case::user).containsExactly("new");
    assertThat(split.strangers().getFirst().history()).isEmpty();
    assertThat(split.strangers().getFirst().target()).isEqualTo(6);
  }

  @Test
  void nothing_learnt_from_is_as_young_as_anything_asked_in_either_stage() {
    for (Stage stage : Stage.values()) {
      Split split = split(stage, 0.2, log);

      assertThat(split.trainingInteractions()).isEqualTo(6);
      assertThat(split.training().stream().flatMapToLong(h -> Arrays.stream(h.times())).max())
          .hasValue(6);
    }
  }

  @Test
  void events_of_the_moment_of_a_cut_all_lie_after_it() {
    List<History> tied =
        List.of(
            new History("ann", new int[] {0, 1}, new long[] {1, 5}),
            new History("bob", new int[] {2, 3}, new long[] {2, 5}),
            new History("cyd", new int[] {4, 5}, new long[] {3, 5}));

    assertThat(split(Stage.TEST, 1 / 6.0, tied).cases())
        .extracting(Case::target)
        .containsExactly(1, 3, 5);
    assertThat(split(Stage.VALIDATION, 1 / 6.0, tied).cases()).isEmpty();
  }

  @Test
  void a_history_whose_times_go_backwards_is_put_in_order_and_ties_keep_theirs() {
    List<History> backwards =
        List.of(
            new History(
                "ann",
                new int[] {3, 0, 1, 2, 9, 8, 7, 6, 5, 4},
                new long[] {10, 1, 2, 2, 3, 4, 5, 6, 7, 8}));

    Case only = split(Stage.TEST, 0.1, backwards).cases().getFirst();

    assertThat(only.history()).containsExactly(0, 1, 2, 9, 8, 7, 6, 5, 4);
    assertThat(only.target()).isEqualTo(3);
  }

  @Test
  void repeated_and_unknown_targets_make_no_case() {
    List<History> odd =
        List.of(
            new History("again", new int[] {0, 0}, new long[] {1, 9}),
            new History("gone", new int[] {1, 77}, new long[] {2, 10}));

    assertThat(split(Stage.TEST, 0.4, odd).leftOut()).isEqualTo(new LeftOut(0, 1, 1, 0));
  }

  @Test
  void a_log_without_times_is_refused_and_the_user_named() {
    List<History> untimed = List.of(log.getFirst(), History.untimed("eve", 1, 2, 3));

    assertThatThrownBy(() -> split(Stage.TEST, 0.1, untimed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'eve'")
        .hasMessageContaining("time");
  }

  @Test
  void a_share_that_leaves_nothing_to_learn_from_is_refused() {
    for (double share : new double[] {0, -0.1, 0.5, 1, Double.NaN}) {
      assertThatThrownBy(() -> new TemporalSplit(share))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(share));
    }
  }

  @Test
  void an_empty_log_makes_no_case() {
    assertThat(split(Stage.TEST, 0.1, List.of()).cases()).isEmpty();
  }

  private Split split(Stage stage, double share, List<History> histories) {
    return new TemporalSplit(share).split(stage, candidates, histories);
  }
}
