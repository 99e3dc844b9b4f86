package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnalysisTest {

  private final Analysis analysis = new Analysis(1);

  /** Histories of 0, 9, 10, 199, 200 and 500 items; targets 0, 1, 2, 2, 3, 3. */
  private final List<Case> cases =
      List.of(
          knowing(0, 0),
          knowing(9, 1),
          knowing(10, 2),
          knowing(199, 2),
          knowing(200, 3),
          knowing(500, 3));

  private final Answers answers =
      new Answers(
          cases,
          cases.size(),
          new int[] {10, 10, 10, 10, 10, 10},
          Map.of("a", new double[] {1, 1, 11, 1, 1, 11}, "auto", new double[] {1, 1, 1, 1, 1, 1}),
          Map.of(),
          Map.of());

  @Test
  void groups_by_length_hold_their_lower_end_and_an_empty_group_has_no_figures() {
    Breakdown lengths = analysis.byHistoryLength(answers, List.of("a"));

    assertThat(lengths.groups())
        .extracting(Group::label)
        .containsExactly("<10", "10–19", "20–49", "50–99", "100–199", "≥200");
    assertThat(lengths.groups()).extracting(Group::users).containsExactly(2, 1, 0, 0, 1, 2);
    assertThat(figure(lengths.groups().get(5))).isEqualTo(0.5);
    assertThat(lengths.groups().get(2).metrics("a").find(Metric.NDCG, 10)).isEmpty();
  }

  @Test
  void thirds_are_thirds_of_the_interactions_and_equally_popular_items_stay_together() {
    assertThat(Analysis.thirds(new long[] {30, 20, 10, 10, 10, 10}))
        .containsExactly(0, 1, 1, 1, 1, 1);
    assertThat(Analysis.thirds(new long[] {10, 10, 10, 0})).containsExactly(0, 0, 0, 2);
    assertThat(Analysis.thirds(new long[] {1, 2, 3, 4})).containsExactly(2, 2, 1, 0);
    assertThat(Analysis.thirds(new long[] {0, 0})).containsExactly(2, 2);
    assertThat(Analysis.thirds(new long[0])).isEmpty();
  }

  @Test
  void users_are_parted_by_the_popularity_of_their_target() {
    ItemFacts facts = new ItemFacts(new int[4], new long[] {1, 2, 3, 4}, 1, i -> Optional.empty());

    Breakdown parts = analysis.byTargetPopularity(answers, List.of("a"), facts);

    assertThat(parts.groups()).extracting(Group::label).containsExactly("head", "middle", "tail");
    assertThat(parts.groups()).extracting(Group::users).containsExactly(2, 2, 2);
    assertThat(figure(parts.groups().getLast())).isEqualTo(1);
  }

  @Test
  void rankers_are_compared_with_the_reference_and_it_is_not_with_itself() {
    Group all = analysis.all("all", answers, List.of("a", "auto"), "auto");

    assertThat(all.comparisons()).extracting(Comparison::ranker).containsExactly("a");
    assertThat(all.comparison("a").orElseThrow().hitRate().value())
        .isCloseTo(-1 / 3.0, within(1e-12));
    assertThat(analysis.all("all", answers, List.of("a"), "absent").comparisons()).isEmpty();
  }

  @Test
  void cold_items_are_apart_from_warm_ones_and_held_against_chance() {
    Breakdown cold = analysis.byColdItem(answers, List.of("a"), item -> item == 3, "auto");

    assertThat(cold.groups()).extracting(Group::users).containsExactly(2, 4);
    assertThat(figure(cold.groups().getFirst())).isEqualTo(0.5);
    Metrics chance = cold.groups().getFirst().metrics(Group.CHANCE);
    assertThat(chance.get(Metric.HIT_RATE, 5).value()).isCloseTo(0.5, within(1e-12));

    Breakdown none = analysis.byColdItem(answers, List.of("a"), item -> false, "auto");
    assertThat(none.groups().getFirst().users()).isZero();
    assertThat(none.groups().getFirst().comparisons()).isEmpty();
  }

  private static double figure(Group group) {
    return group.metrics("a").get(Metric.HIT_RATE, 10).value();
  }

  private static Case knowing(int length, int target) {
    return Case.of("user", IntStream.range(0, length).toArray(), target);
  }
}
