package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.evaluation.Split.LeftOut;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaveOneOutTest {

  private final BitSet candidates = BitSet.valueOf(new long[] {0b11_1111});

  @Test
  void the_test_item_is_the_last_and_the_validation_item_is_known_by_then() {
    Case only = split(Stage.TEST, History.untimed("ann", 3, 1, 4, 5)).cases().getFirst();

    assertThat(only.user()).isEqualTo("ann");
    assertThat(only.history()).containsExactly(3, 1, 4);
    assertThat(only.target()).isEqualTo(5);
  }

  @Test
  void the_validation_item_is_the_one_before_the_last() {
    Case only = split(Stage.VALIDATION, History.untimed("ann", 3, 1, 4, 5)).cases().getFirst();

    assertThat(only.history()).containsExactly(3, 1);
    assertThat(only.target()).isEqualTo(4);
  }

  @Test
  void users_with_fewer_than_three_items_are_left_out_and_counted() {
    Split split =
        split(
            Stage.VALIDATION,
            History.untimed("none"),
            History.untimed("two", 1, 2),
            History.untimed("three", 1, 2, 3));

    assertThat(split.cases()).extracting(Case::user).containsExactly("three");
    assertThat(split.leftOut()).isEqualTo(new LeftOut(2, 0, 0, 0));
  }

  @Test
  void a_target_the_user_had_before_is_masked_and_so_makes_no_case() {
    Split split = split(Stage.TEST, History.untimed("ann", 1, 2, 3, 1));

    assertThat(split.cases()).isEmpty();
    assertThat(split.leftOut()).isEqualTo(new LeftOut(0, 1, 0, 0));
  }

  @Test
  void an_item_repeated_within_the_history_does_no_harm() {
    Split split = split(Stage.TEST, History.untimed("ann", 1, 1, 2, 3));

    assertThat(split.cases().getFirst().history()).containsExactly(1, 1, 2);
  }

  @Test
  void an_item_taken_again_later_still_is_a_target_the_first_time() {
    Split split = split(Stage.VALIDATION, History.untimed("ann", 1, 2, 3, 3));

    assertThat(split.cases().getFirst().target()).isEqualTo(3);
  }

  @Test
  void a_deleted_target_is_counted_and_the_item_before_does_not_take_its_place() {
    Split split = split(Stage.TEST, History.untimed("ann", 1, 2, 3, 77));

    assertThat(split.cases()).isEmpty();
    assertThat(split.leftOut()).isEqualTo(new LeftOut(0, 0, 1, 0));
  }

  @Test
  void what_is_learnt_from_holds_nothing_that_is_asked_in_either_stage() {
    for (Stage stage : Stage.values()) {
      Split split = split(stage, History.untimed("ann", 3, 1, 4, 5), History.untimed("bob", 1, 2));

      assertThat(split.training().getFirst().items()).containsExactly(3, 1);
      assertThat(split.training().getLast().items()).containsExactly(1, 2);
      assertThat(split.trainingInteractions()).isEqualTo(4);
      assertThat(split.strangers()).isEmpty();
    }
  }

  @Test
  void cold_items_go_from_what_is_learnt_and_stay_in_what_is_asked() {
    BitSet cold = BitSet.valueOf(new long[] {0b10});
    Split split = split(Stage.TEST, History.untimed("ann", 3, 1, 4, 1, 5)).withoutInTraining(cold);

    assertThat(split.training().getFirst().items()).containsExactly(3, 4);
    assertThat(split.cases().getFirst().history()).containsExactly(3, 1, 4, 1);
    assertThat(split.candidates()).isEqualTo(candidates);
  }

  private Split split(Stage stage, History... histories) {
    return new LeaveOneOut().split(stage, candidates, List.of(histories));
  }
}
