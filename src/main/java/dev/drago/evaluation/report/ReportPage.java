package dev.drago.evaluation.report;

import static dev.drago.evaluation.report.Markup.element;

import dev.drago.evaluation.Breakdown;
import dev.drago.evaluation.Comparison;
import dev.drago.evaluation.EvaluationReport;
import dev.drago.evaluation.Group;
import dev.drago.evaluation.ListFigures;
import dev.drago.evaluation.Metric;
import dev.drago.evaluation.Metrics;
import dev.drago.evaluation.ServedRankers;
import dev.drago.evaluation.report.IntervalPlot.Row;
import dev.drago.evaluation.report.Markup.Element;
import dev.drago.evaluation.report.Markup.Style;
import dev.drago.evaluation.report.ScatterPlot.Point;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A report as one page: plots with the tables of their numbers beside them, without scripts and
 * without anything from elsewhere. Latencies are not on it, so that equal inputs make equal bytes.
 */
public final class ReportPage {

  private static final int SHOWN = 10;
  private static final int COLOURS = 9;

  private final EvaluationReport report;
  private final List<String> rankers;
  private int plots;

  private ReportPage(EvaluationReport report) {
    this.report = report;
    this.rankers = List.copyOf(report.overall().rankers().keySet());
  }

  /** The whole page. */
  public static String of(EvaluationReport report) {
    StringBuilder document = new StringBuilder("<!DOCTYPE html>\n");
    new ReportPage(report).page().write(document);
    return document.append('\n').toString();
  }

  private Element page() {
    String name = report.dataset().name();
    List<Element> main = new ArrayList<>();
    main.add(
        element(
            "header",
            element("h1", "Evaluation of " + name),
            element(
                "p",
                Figures.count(report.overall().users())
                    + " users, "
                    + report.setup().stage().label()
                    + " stage, "
                    + report.setup().method()
                    + (report.complete() ? "." : "; interrupted, so not all of them."))));
    main.addAll(accuracy());
    main.add(cutoffs());
    lists().ifPresent(main::add);
    ablation().ifPresent(main::add);
    report.breakdowns().forEach(breakdown -> main.add(breakdown(breakdown)));
    main.add(provenance());
    return element(
            "html",
            element(
                "head",
                element("meta").with("charset", "utf-8"),
                element("meta")
                    .with("name", "viewport")
                    .with("content", "width=device-width, initial-scale=1"),
                element("meta").with("name", "color-scheme").with("content", "light dark"),
                element("title", "Evaluation of " + name),
                new Style(css())),
            element("body", element("main", main)))
        .with("lang", "en");
  }

  private List<Element> accuracy() {
    List<PublishedFigure> published = PublishedFigure.comparableWith(report);
    List<Element> plots =
        List.of(
            figure("Hit rate at 10", "HR@10, 95 % interval", rows(Metric.HIT_RATE, published)),
            figure("NDCG at 10", "NDCG@10, 95 % interval", rows(Metric.NDCG, published)));
    TableBuilder table =
        new TableBuilder("Accuracy at 10", "ranker", "HR", "95 %", "NDCG", "95 %", "MRR");
    report
        .overall()
        .rankers()
        .forEach(
            (ranker, metrics) ->
                table.row(
                    ranker,
                    Figures.share(metrics.find(Metric.HIT_RATE, SHOWN)),
                    Figures.interval(metrics.find(Metric.HIT_RATE, SHOWN)),
                    Figures.share(metrics.find(Metric.NDCG, SHOWN)),
                    Figures.interval(metrics.find(Metric.NDCG, SHOWN)),
                    Figures.share(metrics.find(Metric.MRR, SHOWN))));
    published.forEach(
        p ->
            table.row(
                p.model() + " (" + p.source() + ")",
                Figures.decimals(4, p.hitRateAt10()),
                Figures.NONE,
                Figures.decimals(4, p.ndcgAt10()),
                Figures.NONE,
                Figures.NONE));
    List<Element> sections = new ArrayList<>();
    sections.add(
        section(
            "Accuracy",
            published.isEmpty()
                ? "How often the held-out item is among the first ten, and how far up."
                : "How often the held-out item is among the first ten, and how far up. Diamonds are"
                    + " published figures for the same data and protocol.",
            plots,
            List.of(table.build())));
    if (!report.overall().comparisons().isEmpty()) {
      sections.add(
          section(
              "Difference to auto",
              "Paired by user: positive is better than the fusion that serves.",
              List.of(differences("Difference to auto", report.overall())),
              List.of(comparisons("Difference to auto", report.overall()))));
    }
    return sections;
  }

  /** Best first. */
  private List<Row> rows(Metric metric, List<PublishedFigure> published) {
    List<Row> rows = new ArrayList<>();
    report
        .overall()
        .rankers()
        .forEach(
            (ranker, metrics) ->
                metrics
                    .find(metric, SHOWN)
                    .ifPresent(
                        e ->
                            rows.add(
                                new Row(ranker, e.value(), e.low(), e.high(), colour(ranker)))));
    published.forEach(
        p ->
            rows.add(
                Row.published(p.model(), metric == Metric.NDCG ? p.ndcgAt10() : p.hitRateAt10())));
    rows.sort(Comparator.comparingDouble(Row::value).reversed());
    return rows;
  }

  private Element cutoffs() {
    List<Element> plots = new ArrayList<>();
    List<Element> tables = new ArrayList<>();
    List<String> steps = Metrics.CUTOFFS.stream().map(String::valueOf).toList();
    for (Metric metric : List.of(Metric.HIT_RATE, Metric.NDCG)) {
      List<LinePlot.Line> lines = new ArrayList<>();
      TableBuilder table = new TableBuilder(metric.label() + " by items shown", "ranker", steps);
      report
          .overall()
          .rankers()
          .forEach(
              (ranker, metrics) -> {
                lines.add(
                    new LinePlot.Line(
                        ranker,
                        Metrics.CUTOFFS.stream().map(k -> metrics.find(metric, k)).toList(),
                        colour(ranker)));
                table.row(
                    ranker,
                    Metrics.CUTOFFS.stream()
                        .map(k -> Figures.share(metrics.find(metric, k)))
                        .toList());
              });
      plots.add(
          element(
              "figure",
              LinePlot.draw(id(), metric.label() + " by items shown", "items shown", steps, lines),
              element("figcaption", metric.label())));
      tables.add(table.build());
    }
    return section("Over the number of items shown", "", together(plots, tables), List.of());
  }

  private Optional<Element> lists() {
    List<Point> points = new ArrayList<>();
    TableBuilder table =
        new TableBuilder(
            "Lists of ten", "ranker", "coverage", "Gini", "novelty, bits", "diversity", "NDCG@10");
    for (String ranker : rankers) {
      ListFigures lists = report.lists().get(ranker);
      var ndcg = report.overall().rankers().get(ranker);
      if (lists == null || ndcg == null) {
        continue;
      }
      var value = ndcg.find(Metric.NDCG, SHOWN);
      if (lists.coverage().isPresent() && value.isPresent()) {
        points.add(
            new Point(ranker, lists.coverage().getAsDouble(), value.get().value(), colour(ranker)));
      }
      table.row(
          ranker,
          Figures.optional(3, lists.coverage()),
          Figures.optional(3, lists.gini()),
          Figures.optional(2, lists.novelty()),
          Figures.optional(3, lists.diversity()),
          Figures.share(value));
    }
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(
            section(
                "What the lists are like",
                "Coverage: the share of the candidates that some user has among their ten. Gini: how"
                    + " unequally candidates are shown, 0 for equally. Novelty: mean of −log2 of the"
                    + " share of training users who took the item. Diversity: mean of 1 − cosine"
                    + " over the pairs of a list, by the meaning of their texts.",
                List.of(
                    element(
                        "figure",
                        ScatterPlot.draw(
                            id(), "Coverage and accuracy", "coverage@10", "NDCG@10", points),
                        element("figcaption", "Coverage and accuracy")),
                    table.build()),
                List.of()));
  }

  private Optional<Element> ablation() {
    return report
        .ablation()
        .filter(group -> !group.comparisons().isEmpty())
        .map(
            group ->
                section(
                    "What each scorer is worth",
                    "The fusion with one scorer left out, against the whole fusion, paired by user:"
                        + " the further to the left, the more that scorer is worth.",
                    List.of(differences("Left out of the fusion", group)),
                    List.of(comparisons("Fusion with one left out", group))));
  }

  private Element differences(String title, Group group) {
    List<Row> rows =
        group.comparisons().stream()
            .map(
                c ->
                    new Row(
                        leftOut(c.ranker()),
                        c.ndcg().value(),
                        c.ndcg().low(),
                        c.ndcg().high(),
                        colour(leftOut(c.ranker()))))
            .sorted(Comparator.comparingDouble(Row::value))
            .toList();
    return figure(title, "difference in NDCG@10, 95 % interval", rows);
  }

  private static String leftOut(String ranker) {
    return ranker.startsWith(ServedRankers.AUTO_WITHOUT)
        ? ranker.substring(ServedRankers.AUTO_WITHOUT.length())
        : ranker;
  }

  private static Element comparisons(String caption, Group group) {
    TableBuilder table =
        new TableBuilder(caption, "ranker", "Δ HR@10", "95 %", "p", "Δ NDCG@10", "95 %", "p");
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
    return table.build();
  }

  private Element breakdown(Breakdown breakdown) {
    List<Group> groups = breakdown.groups();
    List<String> labels = groups.stream().map(Group::label).toList();
    List<Element> plots = new ArrayList<>();
    List<Element> tables = new ArrayList<>();
    for (Metric metric : List.of(Metric.HIT_RATE, Metric.NDCG)) {
      String title = breakdown.kind().title() + ", " + metric.label() + "@10";
      List<LinePlot.Line> lines = new ArrayList<>();
      TableBuilder table = new TableBuilder(title, "ranker", labels);
      table.row("users", groups.stream().map(g -> Figures.count(g.users())).toList());
      for (String ranker : groups.getFirst().rankers().keySet()) {
        List<Optional<dev.drago.evaluation.Estimate>> points =
            groups.stream()
                .map(g -> Optional.ofNullable(g.rankers().get(ranker)))
                .map(metrics -> metrics.flatMap(m -> m.find(metric, SHOWN)))
                .toList();
        lines.add(new LinePlot.Line(ranker, points, colour(ranker)));
        table.row(ranker, points.stream().map(Figures::share).toList());
      }
      plots.add(
          element(
              "figure",
              LinePlot.draw(id(), title, axis(breakdown.kind()), labels, lines),
              element("figcaption", metric.label() + "@10")));
      tables.add(table.build());
    }
    List<Element> differences = new ArrayList<>();
    for (Group group : groups) {
      if (!group.comparisons().isEmpty()) {
        differences.add(
            comparisons(
                "Difference to "
                    + group.comparisons().getFirst().reference()
                    + ": "
                    + group.label(),
                group));
      }
    }
    return section(
        breakdown.kind().title(), breakdown.kind().rule(), together(plots, tables), differences);
  }

  private static String axis(Breakdown.Kind kind) {
    return switch (kind) {
      case HISTORY_LENGTH -> "items in the history";
      case TARGET_POPULARITY -> "third of the interactions";
      case COLD_USERS -> "last items told";
      case STRANGERS -> "";
      case COLD_ITEMS -> "held-out item";
    };
  }

  private Element provenance() {
    return element(
        "section",
        element("h2", "What the figures stand on"),
        element(
            "ul", Figures.provenance(report).stream().map(line -> element("li", line)).toList()));
  }

  /**
   * A section.
   *
   * @param narrow plots, and tables that are no wider: they stand beside each other where there is
   *     room
   * @param wide tables below them
   */
  private static Element section(
      String title, String rule, List<Element> narrow, List<Element> wide) {
    List<Element> in = new ArrayList<>(List.of(element("h2", title)));
    if (!rule.isEmpty()) {
      in.add(element("p", rule));
    }
    in.add(element("div", narrow).with("class", "plots"));
    in.addAll(wide);
    return element("section", in);
  }

  private static List<Element> together(List<Element> plots, List<Element> tables) {
    return Stream.concat(plots.stream(), tables.stream()).toList();
  }

  private Element figure(String title, String axis, List<Row> rows) {
    return element(
        "figure", IntervalPlot.draw(id(), title, axis, rows), element("figcaption", title));
  }

  private String id() {
    return "plot-" + ++plots;
  }

  /** The same ranker has the same colour everywhere; the fusion that serves has the first. */
  private String colour(String ranker) {
    if (ranker.equals(ServedRankers.AUTO)) {
      return "c0";
    }
    int place =
        rankers.stream().filter(r -> !r.equals(ServedRankers.AUTO)).toList().indexOf(ranker);
    return place < 0 ? "none" : "c" + (1 + place % (COLOURS - 1));
  }

  private static String css() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
