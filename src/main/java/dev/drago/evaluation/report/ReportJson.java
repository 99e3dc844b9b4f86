package dev.drago.evaluation.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.evaluation.Breakdown;
import dev.drago.evaluation.Comparison;
import dev.drago.evaluation.Dataset;
import dev.drago.evaluation.Difference;
import dev.drago.evaluation.Estimate;
import dev.drago.evaluation.EvaluationReport;
import dev.drago.evaluation.Group;
import dev.drago.evaluation.ListFigures;
import dev.drago.evaluation.Metric;
import dev.drago.evaluation.Metrics;
import dev.drago.evaluation.Setup;
import dev.drago.evaluation.Split.LeftOut;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A report as JSON, equal to the byte for equal inputs, but for {@code latencies}, its last member.
 *
 * <p>It is built member by member, so that their order is the order below and not a mapper's.
 * Figures have six decimals, which is finer than one user in a million; one there is nothing to
 * compute from is left out.
 */
public final class ReportJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ReportJson() {}

  /** The whole report, indented, with a line end at its end. */
  public static String of(EvaluationReport report) {
    ObjectNode root = NODES.objectNode();
    dataset(root.putObject("dataset"), report.dataset());
    setup(root, report.setup());
    root.put("cases", report.cases())
        .put("users", report.overall().users())
        .put("complete", report.complete());
    leftOut(root.putObject("leftOut"), report.leftOut());
    ObjectNode rankers = root.putObject("rankers");
    report
        .overall()
        .rankers()
        .forEach(
            (name, metrics) -> {
              ObjectNode figures = rankers.putObject(name);
              ListFigures lists = report.lists().get(name);
              if (lists != null) {
                put(figures, "coverageAt10", lists.coverage());
                put(figures, "giniAt10", lists.gini());
                put(figures, "noveltyBitsAt10", lists.novelty());
                put(figures, "diversityAt10", lists.diversity());
              }
              metrics(figures, metrics);
            });
    comparisons(root, report.overall());
    report.ablation().ifPresent(group -> group(root.putObject("ablation"), group));
    ObjectNode breakdowns = root.putObject("breakdowns");
    for (Breakdown breakdown : report.breakdowns()) {
      ObjectNode node = breakdowns.putObject(breakdown.kind().key());
      node.put("rule", breakdown.kind().rule());
      ArrayNode groups = node.putArray("groups");
      breakdown.groups().forEach(group -> group(groups.addObject(), group));
    }
    ObjectNode latencies = root.putObject("latencies");
    report
        .latencies()
        .forEach(
            (step, latency) ->
                latencies
                    .putObject(step)
                    .put("p50Ms", decimals(latency.p50Millis()))
                    .put("p99Ms", decimals(latency.p99Millis())));
    return root.toPrettyString().replace(System.lineSeparator(), "\n") + "\n";
  }

  private static void dataset(ObjectNode node, Dataset dataset) {
    node.put("name", dataset.name())
        .put("sha256", dataset.sha256())
        .put("users", dataset.users())
        .put("items", dataset.items())
        .put("interactions", dataset.interactions());
  }

  private static void setup(ObjectNode root, Setup setup) {
    root.put("protocol", "full ranking, seen items masked, ties at half rank")
        .put("split", setup.method())
        .put("stage", setup.stage().label())
        .put("seed", setup.seed())
        .put("minInteractions", setup.minInteractions());
    root.putObject("training")
        .put("users", setup.trainingUsers())
        .put("interactions", setup.trainingInteractions());
    ArrayNode models = root.putArray("models");
    for (Setup.Model model : setup.models()) {
      ObjectNode node = models.addObject().put("role", model.role()).put("id", model.id());
      model.sha256().ifPresent(sha -> node.put("sha256", sha));
    }
  }

  private static void leftOut(ObjectNode node, LeftOut leftOut) {
    node.put("shortHistory", leftOut.shortHistory())
        .put("repeatedTarget", leftOut.repeatedTarget())
        .put("unknownTarget", leftOut.unknownTarget())
        .put("noTarget", leftOut.noTarget());
  }

  private static void group(ObjectNode node, Group group) {
    node.put("label", group.label()).put("users", group.users());
    ObjectNode rankers = node.putObject("rankers");
    group.rankers().forEach((name, metrics) -> metrics(rankers.putObject(name), metrics));
    comparisons(node, group);
  }

  private static void metrics(ObjectNode node, Metrics metrics) {
    for (int k : Metrics.CUTOFFS) {
      ObjectNode at = node.putObject("at" + k);
      for (Metric metric : Metric.values()) {
        metrics
            .find(metric, k)
            .ifPresent(e -> at.set(metric.label().toLowerCase(Locale.ROOT), estimate(e)));
      }
    }
  }

  private static void comparisons(ObjectNode node, Group group) {
    ArrayNode comparisons = node.putArray("comparisons");
    for (Comparison comparison : group.comparisons()) {
      ObjectNode one =
          comparisons
              .addObject()
              .put("ranker", comparison.ranker())
              .put("reference", comparison.reference());
      one.set("hrAt10", difference(comparison.hitRate()));
      one.set("ndcgAt10", difference(comparison.ndcg()));
    }
  }

  private static ObjectNode estimate(Estimate estimate) {
    return NODES
        .objectNode()
        .put("value", decimals(estimate.value()))
        .put("low", decimals(estimate.low()))
        .put("high", decimals(estimate.high()));
  }

  private static ObjectNode difference(Difference difference) {
    return NODES
        .objectNode()
        .put("value", decimals(difference.value()))
        .put("low", decimals(difference.low()))
        .put("high", decimals(difference.high()))
        .put("p", decimals(difference.p()));
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    value.ifPresent(v -> node.put(name, decimals(v)));
  }

  private static BigDecimal decimals(double value) {
    return BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN);
  }
}
