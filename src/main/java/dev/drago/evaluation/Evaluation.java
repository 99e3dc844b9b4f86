package dev.drago.evaluation;

import dev.drago.evaluation.EvaluationReport.Latency;
import dev.drago.evaluation.EvaluationReport.RankerReport;
import dev.drago.evaluation.LeaveOneOut.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Asks rankers the cases of a split and reports how well they answer. Every candidate outside the
 * history is ranked; sampled negatives are never used.
 *
 * <p>Cases are taken in order, and a case that was taken is finished by all rankers. An evaluation
 * that is interrupted has therefore done a prefix of the cases, and reports on that: rankers stay
 * comparable. The worker threads are never interrupted themselves, because an interrupted reader
 * closes Lucene's files under everybody.
 */
public final class Evaluation {

  private static final int SHOWN = 10;
  private static final long PROGRESS_MILLIS = 100;

  private final Dataset dataset;
  private final Split split;
  private final long seed;

  /**
   * @param seed of the bootstrap; the ranks do not depend on it
   */
  public Evaluation(Dataset dataset, Split split, long seed) {
    this.dataset = dataset;
    this.split = split;
    this.seed = seed;
  }

  /**
   * Asks every ranker every case. When the calling thread is interrupted it returns soon, with its
   * interrupt status set and a report that is not {@link EvaluationReport#complete complete}.
   *
   * @param rankers names {@code scorer} understands, in the order of the report
   * @throws EvaluationException when a ranker fails; names the user and the ranker
   */
  public EvaluationReport run(
      List<String> rankers, CaseScorer scorer, int parallelism, Progress progress) {
    Run run = new Run(List.copyOf(rankers), scorer);
    int threads = Math.max(1, Math.min(parallelism, split.cases().size()));
    CountDownLatch working = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform()
          .name("evaluation-" + i)
          .daemon()
          .start(
              () -> {
                try {
                  run.work();
                } finally {
                  working.countDown();
                }
              });
    }
    boolean interrupted = watch(working, run, progress);
    EvaluationReport report = run.report();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return report;
  }

  /** Waits for the workers; true when it was interrupted, and had them stop, in the meantime. */
  private boolean watch(CountDownLatch working, Run run, Progress progress) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          boolean finished = working.await(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
          progress.step(run.done.get(), split.cases().size());
          if (finished) {
            return interrupted;
          }
        } catch (InterruptedException e) {
          interrupted = true;
          run.stopped = true;
        }
      }
    } finally {
      run.stopped = true;
    }
  }

  /** What the workers share. Each cell of {@code ranks} is written by one worker. */
  private final class Run {
    final List<String> rankers;
    final CaseScorer scorer;
    final double[][] ranks;
    final ConcurrentHistogram[] nanos;
    final AtomicIntegerArray[] shown;
    final AtomicInteger next = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();
    final AtomicReference<@Nullable EvaluationException> failure = new AtomicReference<>();
    volatile boolean stopped;

    Run(List<String> rankers, CaseScorer scorer) {
      this.rankers = rankers;
      this.scorer = scorer;
      int n = rankers.size();
      int size = split.candidates().length();
      ranks = new double[n][split.cases().size()];
      nanos = new ConcurrentHistogram[n];
      shown = new AtomicIntegerArray[n];
      for (int r = 0; r < n; r++) {
        nanos[r] = new ConcurrentHistogram(3);
        shown[r] = new AtomicIntegerArray(size);
      }
    }

    void work() {
      BitSet candidates = split.candidates();
      while (!stopped) {
        int index = next.getAndIncrement();
        if (index >= split.cases().size()) {
          return;
        }
        ask(index, candidates);
        done.incrementAndGet();
      }
    }

    void ask(int index, BitSet candidates) {
      Case question = split.cases().get(index);
      BitSet allowed = (BitSet) candidates.clone();
      for (int seen : question.history()) {
        allowed.clear(seen);
      }
      for (int r = 0; r < rankers.size() && failure.get() == null; r++) {
        try {
          long start = System.nanoTime();
          float[] scores = scorer.score(question, rankers.get(r), allowed);
          nanos[r].recordValue(System.nanoTime() - start);
          ranks[r][index] = Ranks.rank(scores, allowed, question.target());
          for (int ordinal : Ranks.top(scores, allowed, SHOWN)) {
            shown[r].incrementAndGet(ordinal);
          }
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, new EvaluationException(rankers.get(r), question.user(), e));
          stopped = true;
        }
      }
    }

    EvaluationReport report() {
      EvaluationException failed = failure.get();
      if (failed != null) {
        throw failed;
      }
      Bootstrap bootstrap = Bootstrap.seeded(seed);
      List<RankerReport> reports = new ArrayList<>();
      for (int r = 0; r < rankers.size(); r++) {
        double[] finished = Arrays.copyOf(ranks[r], done.get());
        reports.add(
            new RankerReport(
                rankers.get(r),
                finished,
                Metrics.of(finished, bootstrap),
                coverage(shown[r]),
                latency(nanos[r])));
      }
      return new EvaluationReport(
          dataset, split.stage(), seed, split.cases().size(), done.get(), split.leftOut(), reports);
    }

    private double coverage(AtomicIntegerArray times) {
      long ever = IntStream.range(0, times.length()).filter(o -> times.get(o) > 0).count();
      return (double) ever / Math.max(1, split.candidates().cardinality());
    }

    private static Latency latency(Histogram nanos) {
      return new Latency(
          nanos.getValueAtPercentile(50) / 1e6, nanos.getValueAtPercentile(99) / 1e6);
    }
  }
}
