package dev.drago.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.evaluation.EvaluationReport.RankerReport;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * The JSON of a report. It is built member by member, so that their order is the order below and
 * not a mapper's; figures have six decimals, which is finer than one user in a million.
 */
final class ReportJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ReportJson() {}

  static String of(EvaluationReport report) {
    ObjectNode root = NODES.objectNode();
    root.putObject("dataset")
        .put("name", report.dataset().name())
        .put("sha256", report.dataset().sha256());
    root.put("protocol", "leave one out, full ranking, seen items masked, ties at half rank")
        .put("stage", report.stage().label())
        .put("seed", report.seed())
        .put("cases", report.cases())
        .put("users", report.users())
        .put("complete", report.complete());
    root.putObject("leftOut")
        .put("shortHistory", report.leftOut().shortHistory())
        .put("repeatedTarget", report.leftOut().repeatedTarget())
        .put("unknownTarget", report.leftOut().unknownTarget());
    ObjectNode rankers = root.putObject("rankers");
    ObjectNode latencies = NODES.objectNode();
    for (RankerReport ranker : report.rankers()) {
      rankers.set(ranker.name(), figures(ranker));
      latencies
          .putObject(ranker.name())
          .put("p50Ms", decimals(ranker.latency().p50Millis()))
          .put("p99Ms", decimals(ranker.latency().p99Millis()));
    }
    root.set("latencies", latencies);
    return root.toPrettyString().replace(System.lineSeparator(), "\n") + "\n";
  }

  private static ObjectNode figures(RankerReport ranker) {
    ObjectNode figures = NODES.objectNode();
    figures.put("coverageAt10", decimals(ranker.coverageAt10()));
    for (int k : Metrics.CUTOFFS) {
      ObjectNode at = figures.putObject("at" + k);
      for (Metric metric : Metric.values()) {
        at.set(metric.label().toLowerCase(Locale.ROOT), estimate(ranker.metrics().get(metric, k)));
      }
    }
    return figures;
  }

  private static ObjectNode estimate(Estimate estimate) {
    return NODES
        .objectNode()
        .put("value", decimals(estimate.value()))
        .put("low", decimals(estimate.low()))
        .put("high", decimals(estimate.high()));
  }

  private static BigDecimal decimals(double value) {
    return BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN);
  }
}
