package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.evaluation.LeaveOneOut.History;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EvaluationTest {

  private static final int ITEMS = 60;
  private static final Dataset DATASET = new Dataset("made up", "0".repeat(64));

  private final Evaluation evaluation =
      new Evaluation(DATASET, LeaveOneOut.split(Stage.TEST, candidates(), histories(120)), 42);

  @Test
  void a_ranker_that_knows_the_answer_is_perfect_and_one_that_knows_nothing_is_at_chance() {
    EvaluationReport report =
        evaluation.run(List.of("oracle", "silent"), EvaluationTest::score, 2, Progress.none());

    assertThat(report.complete()).isTrue();
    assertThat(report.ranker("oracle").metrics().get(Metric.NDCG, 1))
        .isEqualTo(new Estimate(1, 1, 1));
    // A history of 4 leaves 56 candidates, all tied: the middle is 28.5.
    assertThat(report.ranker("silent").ranks()).containsOnly(28.5);
    assertThat(report.ranker("silent").coverageAt10()).isZero();
    assertThat(report.difference("oracle", "silent", Metric.HIT_RATE, 10).value()).isEqualTo(1);
  }

  @Test
  void coverage_is_the_share_of_candidates_that_someone_was_shown() {
    EvaluationReport report =
        evaluation.run(List.of("lowest"), EvaluationTest::score, 2, Progress.none());

    // Ten of the lowest fourteen ordinals, whichever four are masked.
    assertThat(report.ranker("lowest").coverageAt10()).isBetween(10.0 / ITEMS, 14.0 / ITEMS);
  }

  @Test
  void seen_items_are_not_among_the_allowed() {
    evaluation.run(
        List.of("any"),
        (question, ranker, allowed) -> {
          for (int seen : question.history()) {
            assertThat(allowed.get(seen)).isFalse();
          }
          assertThat(allowed.cardinality()).isEqualTo(ITEMS - 4);
          return new float[ITEMS];
        },
        2,
        Progress.none());
  }

  @Test
  void the_json_is_the_same_to_the_byte_apart_from_latencies() throws Exception {
    List<String> rankers = List.of("oracle", "noise", "lowest", "silent");
    String once = evaluation.run(rankers, EvaluationTest::score, 1, Progress.none()).toJson();
    String again = evaluation.run(rankers, EvaluationTest::score, 4, Progress.none()).toJson();

    assertThat(upToLatencies(again)).isEqualTo(upToLatencies(once));
    JsonNode root = new ObjectMapper().readTree(once);
    assertThat(root.at("/dataset/sha256").textValue()).hasSize(64);
    assertThat(root.at("/stage").textValue()).isEqualTo("test");
    assertThat(root.at("/rankers/oracle/at10/ndcg/value").doubleValue()).isEqualTo(1);
    assertThat(root.at("/latencies/noise/p99Ms").isNumber()).isTrue();
    assertThat(((ObjectNode) root).fieldNames()).toIterable().last().isEqualTo("latencies");
  }

  @Test
  void the_table_has_a_line_a_ranker_and_says_what_it_stands_on() {
    String table =
        evaluation
            .run(List.of("oracle", "noise"), EvaluationTest::score, 2, Progress.none())
            .toTable();

    assertThat(table.lines()).hasSize(6);
    assertThat(table).contains("HR@10", "oracle", "1.0000", "made up", "seed 42", "120 users");
  }

  @Test
  void an_interruption_keeps_what_is_done_and_compares_rankers_on_the_same_cases() {
    Thread caller = Thread.currentThread();
    EvaluationReport report =
        evaluation.run(
            List.of("noise", "oracle"),
            (question, ranker, allowed) -> {
              if (question.user().equals("user-30")) {
                caller.interrupt();
              }
              sleep(5);
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
              return score(question, ranker, allowed);
            },
            2,
            Progress.none());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.complete()).isFalse();
    assertThat(report.users()).isBetween(30, 119);
    assertThat(report.ranker("noise").ranks()).hasSize(report.users()).doesNotContain(0);
    assertThat(report.ranker("oracle").ranks()).hasSize(report.users()).containsOnly(1);
    assertThat(report.toTable()).contains("the first " + report.users() + " of 120");
  }

  @Test
  void a_ranker_that_fails_ends_the_evaluation_and_is_named() {
    assertThatThrownBy(
            () ->
                evaluation.run(
                    List.of("noise", "broken"),
                    (question, ranker, allowed) -> {
                      if (ranker.equals("broken") && question.user().equals("user-7")) {
                        throw new IllegalStateException("out of luck");
                      }
                      return score(question, ranker, allowed);
                    },
                    2,
                    Progress.none()))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("'broken'")
        .hasMessageContaining("'user-7'")
        .hasMessageContaining("out of luck");
  }

  @Test
  void progress_is_heard_from_the_calling_thread_and_ends_at_the_total() {
    List<Integer> steps = new ArrayList<>();
    Thread caller = Thread.currentThread();
    evaluation.run(
        List.of("noise"),
        EvaluationTest::score,
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
        List.of("any"),
        (question, ranker, allowed) -> {
          both.countDown();
          try {
            both.await();
          } catch (InterruptedException e) {
            alone.set("interrupted");
          }
          return new float[ITEMS];
        },
        2,
        Progress.none());

    assertThat(alone.get()).isNull();
  }

  @Test
  void without_a_case_the_report_is_empty_and_holds_no_nan() {
    Evaluation none =
        new Evaluation(
            DATASET,
            LeaveOneOut.split(Stage.TEST, new BitSet(), List.of(new History("ann", new int[] {1}))),
            1);

    EvaluationReport report = none.run(List.of("noise"), EvaluationTest::score, 2, Progress.none());

    assertThat(report.users()).isZero();
    assertThat(report.toJson()).doesNotContain("NaN").contains("\"shortHistory\" : 1");
    assertThat(report.toTable()).doesNotContain("NaN");
  }

  private static float[] score(Case question, String ranker, BitSet allowed) {
    float[] scores = new float[ITEMS];
    SplittableRandom random = new SplittableRandom(question.user().hashCode());
    for (int o = 0; o < ITEMS; o++) {
      scores[o] =
          switch (ranker) {
            case "oracle" -> o == question.target() ? 1 : 0;
            case "lowest" -> -o;
            case "noise", "broken" -> random.nextFloat();
            case "silent" -> Float.NaN;
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
      histories.add(new History("user-" + u, items));
    }
    return histories;
  }

  private static BitSet candidates() {
    BitSet candidates = new BitSet();
    candidates.set(0, ITEMS);
    return candidates;
  }

  private static String upToLatencies(String json) {
    return json.substring(0, json.indexOf("\"latencies\""));
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError("a worker was interrupted", e);
    }
  }
}
