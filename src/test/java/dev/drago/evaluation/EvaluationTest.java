package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EvaluationTest {

  private static final int ITEMS = 60;

  private final Split split = new LeaveOneOut().split(Stage.TEST, candidates(), histories(120));
  private final ItemFacts facts = ItemFacts.of(split.training(), ITEMS, item -> Optional.empty());
  private final Evaluation evaluation = new Evaluation(split.candidates(), facts);

  @Test
  void a_ranker_that_knows_the_answer_is_perfect_and_one_that_knows_nothing_is_at_chance() {
    Answers answers = ask(List.of("oracle", "silent"), 2);

    assertThat(answers.complete()).isTrue();
    assertThat(answers.ranks("oracle")).containsOnly(1);
    // A history of 4 leaves 56 candidates, all tied: the middle is 28.5.
    assertThat(answers.ranks("silent")).containsOnly(28.5);
    assertThat(answers.choices()).containsOnly(56);
    assertThat(answers.lists("silent").coverage()).hasValue(0);
    assertThat(answers.lists("silent").gini()).isEmpty();
    assertThat(answers.lists("silent").novelty()).isEmpty();
    assertThat(answers.lists("oracle").diversity()).isEmpty();
  }

  @Test
  void coverage_is_the_share_of_candidates_that_someone_was_shown() {
    // Ten of the lowest fourteen ordinals, whichever four are masked.
    assertThat(ask(List.of("lowest"), 2).lists("lowest").coverage().orElseThrow())
        .isBetween(10.0 / ITEMS, 14.0 / ITEMS);
  }

  @Test
  void the_figures_of_lists_are_those_of_a_second_plain_implementation() {
    Answers answers = ask(List.of("noise"), 2);
    int[] shown = new int[ITEMS];
    double novelty = 0;
    for (Case question : split.cases()) {
      BitSet allowed = candidates();
      for (int seen : question.seen()) {
        allowed.clear(seen);
      }
      float[] scores = row(question, "noise");
      List<Integer> best =
          allowed.stream()
              .boxed()
              .sorted((a, b) -> Float.compare(scores[b], scores[a]))
              .limit(10)
              .toList();
      double bits = 0;
      for (int item : best) {
        shown[item]++;
        long takers =
            split.training().stream()
                .filter(h -> java.util.Arrays.stream(h.items()).anyMatch(i -> i == item))
                .count();
        bits -= Math.log(Math.max(1.0, (double) takers) / split.training().size()) / Math.log(2);
      }
      novelty += bits / best.size() / split.cases().size();
    }
    double differences = 0;
    double total = 0;
    for (int a : shown) {
      total += a;
      for (int b : shown) {
        differences += Math.abs(a - b);
      }
    }

    ListFigures lists = answers.lists("noise");
    assertThat(lists.novelty().orElseThrow()).isCloseTo(novelty, within(1e-9));
    // The other definition: the mean absolute difference over twice the mean.
    assertThat(lists.gini().orElseThrow())
        .isCloseTo(differences / (2 * ITEMS * total), within(1e-9));
  }

  @Test
  void seen_items_are_not_among_the_allowed_also_when_they_are_not_told() {
    List<Case> cases = split.cases().stream().map(question -> question.knowing(1)).toList();
    evaluation.run(
        cases,
        List.of("any"),
        (question, allowed) -> {
          assertThat(question.history()).hasSize(1);
          for (int seen : question.seen()) {
            assertThat(allowed.get(seen)).isFalse();
          }
          assertThat(allowed.cardinality()).isEqualTo(ITEMS - 4);
          return scores(question, List.of("any"));
        },
        2,
        Progress.none());
  }

  @Test
  void the_answers_do_not_depend_on_the_threads() {
    List<String> rankers = List.of("oracle", "noise", "lowest", "silent");
    Answers once = ask(rankers, 1);
    Answers again = ask(rankers, 4);

    for (String ranker : rankers) {
      assertThat(again.ranks(ranker)).isEqualTo(once.ranks(ranker));
      assertThat(again.lists(ranker)).isEqualTo(once.lists(ranker));
    }
    assertThat(once.latencies()).containsOnlyKeys("all");
  }

  @Test
  void an_interruption_keeps_what_is_done_and_compares_rankers_on_the_same_cases() {
    Thread caller = Thread.currentThread();
    Answers answers =
        evaluation.run(
            split.cases(),
            List.of("noise", "oracle"),
            (question, allowed) -> {
              if (question.user().equals("user-30")) {
                caller.interrupt();
              }
              sleep(5);
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
              return scores(question, List.of("noise", "oracle"));
            },
            2,
            Progress.none());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(answers.complete()).isFalse();
    assertThat(answers.asked()).hasSizeBetween(30, 119);
    assertThat(answers.asked()).isEqualTo(split.cases().subList(0, answers.asked().size()));
    assertThat(answers.ranks("noise")).hasSize(answers.asked().size()).doesNotContain(0);
    assertThat(answers.ranks("oracle")).hasSize(answers.asked().size()).containsOnly(1);
  }

  @Test
  void a_ranker_that_fails_ends_the_evaluation_and_the_user_is_named() {
    assertThatThrownBy(
            () ->
                evaluation.run(
                    split.cases(),
                    List.of("noise"),
                    (question, allowed) -> {
                      if (question.user().equals("user-7")) {
                        throw new IllegalStateException("out of luck");
                      }
                      return scores(question, List.of("noise"));
                    },
                    2,
                    Progress.none()))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("'user-7'")
        .hasMessageContaining("out of luck");
  }

  @Test
  void progress_is_heard_from_the_calling_thread_and_ends_at_the_total() {
    List<Integer> steps = new ArrayList<>();
    Thread caller = Thread.currentThread();
    evaluation.run(
        split.cases(),
        List.of("noise"),
        (question, allowed) -> scores(question, List.of("noise")),
        2,
        (done, total) -> {
          assertThat(Thread.currentThread()).isSameAs(caller);
          assertThat(total).isEqualTo(120);
          steps.add(done);
        });

    assertThat(steps).isSorted().last().isEqualTo(120);
  }

  @Test
  void cases_are_asked_in_parallel() {
    CountDownLatch both = new CountDownLatch(2);
    AtomicReference<@Nullable String> alone = new AtomicReference<>();
    evaluation.run(
        split.cases(),
        List.of("any"),
        (question, allowed) -> {
          both.countDown();
          try {
            both.await();
          } catch (InterruptedException e) {
            alone.set("interrupted");
          }
          return scores(question, List.of("any"));
        },
        2,
        Progress.none());

    assertThat(alone.get()).isNull();
  }

  private Answers ask(List<String> rankers, int threads) {
    return evaluation.run(
        split.cases(),
        rankers,
        (question, allowed) -> scores(question, rankers),
        threads,
        Progress.none());
  }

  private static CaseScorer.Scores scores(Case question, List<String> rankers) {
    Map<String, float[]> rows = new LinkedHashMap<>();
    rankers.forEach(ranker -> rows.put(ranker, row(question, ranker)));
    return new CaseScorer.Scores(rows, Map.of("all", 1L));
  }

  private static float[] row(Case question, String ranker) {
    float[] scores = new float[ITEMS];
    SplittableRandom random = new SplittableRandom(question.user().hashCode());
    for (int o = 0; o < ITEMS; o++) {
      scores[o] =
          switch (ranker) {
            case "oracle" -> o == question.target() ? 1 : 0;
            case "lowest" -> -o;
            case "noise" -> random.nextFloat();
            case "silent" -> Float.NaN;
            case "any" -> 0;
            default -> throw new IllegalArgumentException(ranker);
          };
    }
    return scores;
  }

  private static List<History> histories(int users) {
    SplittableRandom random = new SplittableRandom(9);
    List<History> histories = new ArrayList<>();
    for (int u = 0; u < users; u++) {
      int first = random.nextInt(ITEMS);
      int step = 1 + random.nextInt(7);
      int[] items = new int[5];
      for (int i = 0; i < items.length; i++) {
        items[i] = (first + i * step) % ITEMS;
      }
      histories.add(History.untimed("user-" + u, items));
    }
    return histories;
  }

  private static BitSet candidates() {
    BitSet candidates = new BitSet();
    candidates.set(0, ITEMS);
    return candidates;
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError("a worker was interrupted", e);
    }
  }
}
