package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.evaluation.LeaveOneOut.History;
import dev.drago.evaluation.LeaveOneOut.LeftOut;
import dev.drago.evaluation.LeaveOneOut.Split;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaveOneOutTest {

  private final BitSet candidates = BitSet.valueOf(new long[] {0b11_1111});

  @Test
  void the_test_item_is_the_last_and_the_validation_item_is_known_by_then() {
    Case only = split(Stage.TEST, new History("ann", new int[] {3, 1, 4, 5})).cases().getFirst();

    assertThat(only.user()).isEqualTo("ann");
    assertThat(only.history()).containsExactly(3, 1, 4);
    assertThat(only.target()).isEqualTo(5);
  }

  @Test
  void the_validation_item_is_the_one_before_the_last() {
    Case only =
        split(Stage.VALIDATION, new History("ann", new int[] {3, 1, 4, 5})).cases().getFirst();

    assertThat(only.history()).containsExactly(3, 1);
    assertThat(only.target()).isEqualTo(4);
  }

  @Test
  void users_with_fewer_than_three_items_are_left_out_and_counted() {
    Split split =
        split(
            Stage.VALIDATION,
            new History("none", new int[] {}),
            new History("two", new int[] {1, 2}),
            new History("three", new int[] {1, 2, 3}));

    assertThat(split.cases()).extracting(Case::user).containsExactly("three");
    assertThat(split.leftOut()).isEqualTo(new LeftOut(2, 0, 0));
  }

  @Test
  void a_target_the_user_had_before_is_masked_and_so_makes_no_case() {
    Split split = split(Stage.TEST, new History("ann", new int[] {1, 2, 3, 1}));

    assertThat(split.cases()).isEmpty();
    assertThat(split.leftOut()).isEqualTo(new LeftOut(0, 1, 0));
  }

  @Test
  void an_item_repeated_within_the_history_does_no_harm() {
    Split split = split(Stage.TEST, new History("ann", new int[] {1, 1, 2, 3}));

    assertThat(split.cases().getFirst().history()).containsExactly(1, 1, 2);
  }

  @Test
  void an_item_taken_again_later_still_is_a_target_the_first_time() {
    Split split = split(Stage.VALIDATION, new History("ann", new int[] {1, 2, 3, 3}));

    assertThat(split.cases().getFirst().target()).isEqualTo(3);
  }

  @Test
  void a_deleted_target_is_counted_and_the_item_before_does_not_take_its_place() {
    Split split = split(Stage.TEST, new History("ann", new int[] {1, 2, 3, 77}));

    assertThat(split.cases()).isEmpty();
    assertThat(split.leftOut()).isEqualTo(new LeftOut(0, 0, 1));
  }

  private Split split(Stage stage, History... histories) {
    return LeaveOneOut.split(stage, candidates, List.of(histories));
  }
}
