package dev.drago.evaluation.report;

import dev.drago.evaluation.Breakdown;
import dev.drago.evaluation.Comparison;
import dev.drago.evaluation.EvaluationReport;
import dev.drago.evaluation.Group;
import dev.drago.evaluation.ListFigures;
import dev.drago.evaluation.Metric;
import dev.drago.evaluation.Metrics;
import dev.drago.evaluation.TextTable;
import java.util.ArrayList;
import java.util.List;

/** A report for a terminal: a table a section, about a hundred columns wide. */
public final class ReportText {

  private static final int SHOWN = 10;
  private static final int WIDTH = 96;

  private ReportText() {}

  /** The whole report, with a line end at its end. */
  public static String of(EvaluationReport report) {
    List<String> sections = new ArrayList<>();
    sections.add(accuracy(report));
    sections.add("NDCG by number of items shown\n" + cutoffs(report.overall(), Metric.NDCG));
    sections.add(
        "Hit rate by number of items shown\n" + cutoffs(report.overall(), Metric.HIT_RATE));
    if (!report.overall().comparisons().isEmpty()) {
      sections.add("Difference to auto, paired by user\n" + comparisons(report.overall()));
    }
    report
        .ablation()
        .filter(group -> !group.comparisons().isEmpty())
        .ifPresent(
            group ->
                sections.add("auto with one scorer left out, against auto\n" + comparisons(group)));
    report.breakdowns().forEach(breakdown -> sections.add(breakdown(breakdown)));
    TextTable latency = new TextTable("step, one case", "p50 ms", "p99 ms");
    report
        .latencies()
        .forEach(
            (step, l) ->
                latency.row(
                    step, Figures.decimals(3, l.p50Millis()), Figures.decimals(3, l.p99Millis())));
    sections.add(latency.toString());
    sections.add(String.join("\n", Figures.provenance(report)) + "\n");
    return String.join("\n", sections);
  }

  private static String accuracy(EvaluationReport report) {
    TextTable table =
        new TextTable(
            "ranker", "HR@10", "95 %", "NDCG@10", "95 %", "MRR@10", "cover", "gini", "bits",
            "divers");
    report
        .overall()
        .rankers()
        .forEach(
            (name, metrics) -> {
              ListFigures lists = report.lists().get(name);
              table.row(
                  name,
                  Figures.share(metrics.find(Metric.HIT_RATE, SHOWN)),
                  Figures.interval(metrics.find(Metric.HIT_RATE, SHOWN)),
                  Figures.share(metrics.find(Metric.NDCG, SHOWN)),
                  Figures.interval(metrics.find(Metric.NDCG, SHOWN)),
                  Figures.share(metrics.find(Metric.MRR, SHOWN)),
                  lists == null ? Figures.NONE : Figures.optional(3, lists.coverage()),
                  lists == null ? Figures.NONE : Figures.optional(3, lists.gini()),
                  lists == null ? Figures.NONE : Figures.optional(2, lists.novelty()),
                  lists == null ? Figures.NONE : Figures.optional(3, lists.diversity()));
            });
    return table.toString();
  }

  private static String cutoffs(Group group, Metric metric) {
    List<String> header = new ArrayList<>(List.of("ranker"));
    Metrics.CUTOFFS.forEach(k -> header.add("@" + k));
    TextTable table = new TextTable(header.toArray(String[]::new));
    group
        .rankers()
        .forEach(
            (name, metrics) -> {
              List<String> row = new ArrayList<>(List.of(name));
              Metrics.CUTOFFS.forEach(k -> row.add(Figures.share(metrics.find(metric, k))));
              table.row(row.toArray(String[]::new));
            });
    return table.toString();
  }

  private static String comparisons(Group group) {
    TextTable table = new TextTable("ranker", "Δ HR@10", "95 %", "p", "Δ NDCG@10", "95 %", "p");
    for (Comparison c : group.comparisons()) {
      table.row(
          c.ranker(),
          Figures.signed(c.hitRate()),
          Figures.interval(c.hitRate()),
          Figures.p(c.hitRate()),
          Figures.signed(c.ndcg()),
          Figures.interval(c.ndcg()),
          Figures.p(c.ndcg()));
    }
    return table.toString();
  }

  /** A column a group: HR@10 / NDCG@10, and the difference to the reference where there is one. */
  private static String breakdown(Breakdown breakdown) {
    List<Group> groups = breakdown.groups();
    StringBuilder text = new StringBuilder(breakdown.kind().title()).append('\n');
    text.append(wrapped(breakdown.kind().rule()));
    for (Metric metric : List.of(Metric.HIT_RATE, Metric.NDCG)) {
      List<String> header = new ArrayList<>(List.of(metric.label() + "@10"));
      groups.forEach(group -> header.add(group.label()));
      TextTable table = new TextTable(header.toArray(String[]::new));
      List<String> users = new ArrayList<>(List.of("users"));
      groups.forEach(group -> users.add(Figures.count(group.users())));
      table.row(users.toArray(String[]::new));
      for (String ranker : groups.getFirst().rankers().keySet()) {
        List<String> row = new ArrayList<>(List.of(ranker));
        for (Group group : groups) {
          Metrics metrics = group.rankers().get(ranker);
          row.add(metrics == null ? Figures.NONE : Figures.share(metrics.find(metric, SHOWN)));
        }
        table.row(row.toArray(String[]::new));
      }
      text.append(text.charAt(text.length() - 1) == '\n' ? "" : "\n").append(table);
    }
    if (groups.stream().anyMatch(group -> !group.comparisons().isEmpty())) {
      text.append(differences(groups));
    }
    return text.toString();
  }

  private static String differences(List<Group> groups) {
    List<String> header = new ArrayList<>(List.of("Δ NDCG@10, * beyond chance"));
    groups.forEach(group -> header.add(group.label()));
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (String ranker : groups.getFirst().rankers().keySet()) {
      if (groups.stream().anyMatch(group -> group.comparison(ranker).isPresent())) {
        List<String> row = new ArrayList<>(List.of(ranker));
        groups.forEach(
            group -> row.add(group.comparison(ranker).map(Figures::starred).orElse(Figures.NONE)));
        table.row(row.toArray(String[]::new));
      }
    }
    return table.toString();
  }

  private static String wrapped(String sentences) {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String word : sentences.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        column = 0;
      }
      text.append(column == 0 ? "" : " ").append(word);
      column += word.length() + (column == 0 ? 0 : 1);
    }
    return text.append('\n').toString();
  }
}
