package dev.drago.evaluation;

import dev.drago.evaluation.CaseScorer.Scores;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Asks rankers cases and notes how well they answer. Every candidate that was not seen is ranked;
 * sampled negatives are never used.
 *
 * <p>Cases are taken in order, and a case that was taken is finished by all rankers. An evaluation
 * that is interrupted has therefore done a prefix of the cases, and reports on that: rankers stay
 * comparable.
 */
public final class Evaluation {

  private static final int SHOWN = 10;

  private final BitSet candidates;
  private final ItemFacts facts;

  /**
   * @param candidates the ordinals that are ranked
   */
  public Evaluation(BitSet candidates, ItemFacts facts) {
    this.candidates = (BitSet) candidates.clone();
    this.facts = facts;
  }

  /**
   * Asks every ranker every case. When the calling thread is interrupted it returns soon, with its
   * interrupt status set and answers that are not {@link Answers#complete complete}.
   *
   * @param rankers names that {@code scorer} answers to, in the order of the report
   * @throws EvaluationException when a ranker fails; names the user
   */
  public Answers run(
      List<Case> cases,
      List<String> rankers,
      CaseScorer scorer,
      int parallelism,
      Progress progress) {
    Run run = new Run(List.copyOf(cases), List.copyOf(rankers), scorer);
    return run.answers(Workers.run(cases.size(), parallelism, run::answer, progress));
  }

  /** What the workers share. Each cell by case is written by one worker. */
  private final class Run {
    final List<Case> cases;
    final List<String> rankers;
    final CaseScorer scorer;
    final int[] choices;
    final double[][] ranks;
    final OptionalDouble[][] novelty;
    final OptionalDouble[][] diversity;
    final AtomicIntegerArray[] shown;
    final Map<String, ConcurrentHistogram> nanos = new ConcurrentHashMap<>();

    Run(List<Case> cases, List<String> rankers, CaseScorer scorer) {
      this.cases = cases;
      this.rankers = rankers;
      this.scorer = scorer;
      int n = rankers.size();
      choices = new int[cases.size()];
      ranks = new double[n][cases.size()];
      novelty = new OptionalDouble[n][cases.size()];
      diversity = new OptionalDouble[n][cases.size()];
      shown = new AtomicIntegerArray[n];
      Arrays.setAll(shown, r -> new AtomicIntegerArray(candidates.length()));
    }

    void answer(int index) {
      try {
        ask(index);
      } catch (RuntimeException | Error e) {
        throw new EvaluationException(cases.get(index).user(), e);
      }
    }

    void ask(int index) {
      Case question = cases.get(index);
      BitSet allowed = (BitSet) candidates.clone();
      for (int seen : question.seen()) {
        allowed.clear(seen);
      }
      choices[index] = allowed.cardinality();
      Scores scores = scorer.score(question, allowed);
      scores.nanos().forEach((step, time) -> histogram(step).recordValue(time));
      for (int r = 0; r < rankers.size(); r++) {
        String ranker = rankers.get(r);
        float[] row = Objects.requireNonNull(scores.byRanker().get(ranker), ranker);
        ranks[r][index] = Ranks.rank(row, allowed, question.target());
        int[] list = Ranks.top(row, allowed, SHOWN);
        for (int ordinal : list) {
          shown[r].incrementAndGet(ordinal);
        }
        novelty[r][index] = ListFigures.novelty(list, facts);
        diversity[r][index] = ListFigures.diversity(list, facts);
      }
    }

    private ConcurrentHistogram histogram(String step) {
      return nanos.computeIfAbsent(step, s -> new ConcurrentHistogram(3));
    }

    Answers answers(int asked) {
      Map<String, double[]> byRanker = new LinkedHashMap<>();
      Map<String, ListFigures> lists = new LinkedHashMap<>();
      for (int r = 0; r < rankers.size(); r++) {
        byRanker.put(rankers.get(r), Arrays.copyOf(ranks[r], asked));
        lists.put(rankers.get(r), lists(r, asked));
      }
      Map<String, Latency> latencies = new java.util.TreeMap<>();
      nanos.forEach((step, times) -> latencies.put(step, Latency.of(times)));
      return new Answers(
          cases.subList(0, asked),
          cases.size(),
          Arrays.copyOf(choices, asked),
          byRanker,
          lists,
          latencies);
    }

    private ListFigures lists(int ranker, int asked) {
      int[] times = candidates.stream().map(shown[ranker]::get).toArray();
      return new ListFigures(
          asked == 0
              ? OptionalDouble.empty()
              : Arrays.stream(times).mapToDouble(t -> t > 0 ? 1 : 0).average(),
          ListFigures.gini(times),
          mean(novelty[ranker], asked),
          mean(diversity[ranker], asked));
    }

    /** Over the users who have the figure. */
    private static OptionalDouble mean(OptionalDouble[] byCase, int asked) {
      return Arrays.stream(byCase, 0, asked).flatMapToDouble(OptionalDouble::stream).average();
    }
  }
}
