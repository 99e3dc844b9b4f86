package dev.drago.evaluation.report;

import static dev.drago.evaluation.report.Markup.element;

import dev.drago.evaluation.Estimate;
import dev.drago.evaluation.report.Markup.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** How figures go from one step to the next; each line is named at its end. */
final class LinePlot {

  private static final double HEIGHT = 290;
  private static final double LEFT = 38;
  private static final double TOP = 12;
  private static final double BOTTOM = HEIGHT - 40;

  private LinePlot() {}

  /**
   * One line.
   *
   * @param points one a step; absent where there is no figure
   * @param kind its colour
   */
  record Line(String label, List<Optional<Estimate>> points, String kind) {}

  /** Lines over steps that are equally far from each other. */
  static Element draw(String id, String title, String axis, List<String> steps, List<Line> lines) {
    List<Line> drawn =
        lines.stream().filter(l -> l.points().stream().anyMatch(Optional::isPresent)).toList();
    int letters = drawn.stream().mapToInt(line -> line.label().length()).max().orElse(0);
    double right = Plot.WIDTH - Math.min(150, letters * Plot.LETTER + 14);
    Scale y =
        Scale.of(
            DoubleStream.concat(
                DoubleStream.of(0),
                drawn.stream()
                    .flatMap(line -> line.points().stream().flatMap(Optional::stream))
                    .flatMapToDouble(e -> DoubleStream.of(e.low(), e.high()))),
            BOTTOM,
            TOP);
    List<Element> in = new ArrayList<>();
    for (double tick : y.ticks()) {
      in.add(Plot.line(LEFT, y.at(tick), right, y.at(tick), "grid"));
      in.add(Plot.text(LEFT - 6, y.at(tick) + 4, "end", "tick", y.label(tick)));
    }
    double gap = (right - LEFT) / Math.max(1, steps.size());
    for (int s = 0; s < steps.size(); s++) {
      in.add(Plot.text(LEFT + (s + 0.5) * gap, BOTTOM + 16, "middle", "tick", steps.get(s)));
    }
    in.add(Plot.text((LEFT + right) / 2, BOTTOM + 34, "middle", "axis", axis));
    double[] ends = drawn.stream().mapToDouble(line -> y.at(last(line))).toArray();
    double[] labels = Plot.apart(ends, Plot.LINE, TOP, BOTTOM);
    for (int l = 0; l < drawn.size(); l++) {
      // A little beside each other, so that one interval does not hide the next.
      double aside = (l - (drawn.size() - 1) / 2.0) * Math.min(1.5, gap / (drawn.size() + 2));
      in.addAll(line(drawn.get(l), gap, aside, y));
      in.add(
          Plot.text(
              right + 2,
              labels[l] + 4,
              "start",
              "label " + drawn.get(l).kind(),
              drawn.get(l).label()));
    }
    return Plot.svg(id, HEIGHT, title, describe(steps, drawn), in);
  }

  private static List<Element> line(Line line, double gap, double aside, Scale y) {
    List<Element> in = new ArrayList<>();
    StringBuilder path = new StringBuilder();
    for (int s = 0; s < line.points().size(); s++) {
      Optional<Estimate> point = line.points().get(s);
      if (point.isPresent()) {
        double x = LEFT + (s + 0.5) * gap + aside;
        Estimate e = point.get();
        path.append(path.isEmpty() ? "M" : "L").append("%.1f %.1f".formatted(x, y.at(e.value())));
        in.add(Plot.line(x, y.at(e.low()), x, y.at(e.high()), "whisker thin " + line.kind()));
        in.add(Plot.dot(x, y.at(e.value()), line.kind()));
      }
    }
    in.addFirst(element("path").with("d", path.toString()).with("class", "line " + line.kind()));
    return in;
  }

  private static double last(Line line) {
    return line.points().reversed().stream()
        .flatMap(Optional::stream)
        .findFirst()
        .map(Estimate::value)
        .orElse(0.0);
  }

  private static String describe(List<String> steps, List<Line> lines) {
    return lines.stream()
            .map(
                line ->
                    line.label()
                        + " "
                        + line.points().stream()
                            .map(Figures::share)
                            .collect(Collectors.joining(", ")))
            .collect(Collectors.joining("; "))
        + ". Steps: "
        + String.join(", ", steps)
        + ".";
  }
}
