package dev.drago.evaluation;

import dev.drago.evaluation.LeaveOneOut.LeftOut;
import java.util.List;
import java.util.Locale;

/**
 * What an evaluation found.
 *
 * @param cases how many there were
 * @param users how many of them every ranker has answered
 */
public record EvaluationReport(
    Dataset dataset,
    Stage stage,
    long seed,
    int cases,
    int users,
    LeftOut leftOut,
    List<RankerReport> rankers) {

  /** The cutoff of the figures in the table. */
  private static final int SHOWN = 10;

  public EvaluationReport {
    rankers = List.copyOf(rankers);
  }

  /**
   * One ranker.
   *
   * @param ranks of the held-out item, by case; read it only
   * @param coverageAt10 the share of the candidates that some user had among their first ten
   */
  public record RankerReport(
      String name, double[] ranks, Metrics metrics, double coverageAt10, Latency latency) {}

  /** How long a ranker took for one case, under the parallelism of the evaluation. */
  public record Latency(double p50Millis, double p99Millis) {}

  /** Whether it ran to the end. */
  public boolean complete() {
    return users == cases;
  }

  /** The report of one ranker. */
  public RankerReport ranker(String name) {
    return rankers.stream()
        .filter(ranker -> ranker.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no ranker '%s' was evaluated".formatted(name)));
  }

  /** By how much ranker {@code a} is better than {@code b}, paired by user. */
  public Estimate difference(String a, String b, Metric metric, int k) {
    return Bootstrap.seeded(seed).difference(metric, k, ranker(a).ranks(), ranker(b).ranks());
  }

  /** For a terminal: one line a ranker, and below it what the figures stand on. */
  public String toTable() {
    TextTable table =
        new TextTable(
            "ranker", "HR@10", "95 %", "NDCG@10", "95 %", "MRR@10", "cover@10", "p50 ms", "p99 ms");
    for (RankerReport ranker : rankers) {
      Metrics metrics = ranker.metrics();
      Estimate hitRate = metrics.get(Metric.HIT_RATE, SHOWN);
      Estimate ndcg = metrics.get(Metric.NDCG, SHOWN);
      table.row(
          ranker.name(),
          digits(4, hitRate.value()),
          interval(hitRate),
          digits(4, ndcg.value()),
          interval(ndcg),
          digits(4, metrics.get(Metric.MRR, SHOWN).value()),
          digits(3, ranker.coverageAt10()),
          digits(2, ranker.latency().p50Millis()),
          digits(2, ranker.latency().p99Millis()));
    }
    return table + provenance();
  }

  private String provenance() {
    String asked =
        complete()
            ? String.format(Locale.ROOT, "%,d", users)
            : String.format(Locale.ROOT, "the first %,d of %,d", users, cases);
    return String.format(
        Locale.ROOT,
        """
        %s users, %s stage: leave one out, all candidates ranked, seen items masked
        left out: %,d with a short history, %,d who had the item before, %,d whose item is no candidate
        data: %s, sha256 %s; intervals by bootstrap over users, seed %d
        """,
        asked,
        stage.label(),
        leftOut.shortHistory(),
        leftOut.repeatedTarget(),
        leftOut.unknownTarget(),
        dataset.name(),
        dataset.sha256(),
        seed);
  }

  private static String interval(Estimate estimate) {
    return digits(4, estimate.low()) + "\u2013" + digits(4, estimate.high());
  }

  private static String digits(int decimals, double value) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /**
   * The same as JSON, equal to the byte for equal inputs, but for {@code latencies}, its last
   * member.
   */
  public String toJson() {
    return ReportJson.of(this);
  }
}
