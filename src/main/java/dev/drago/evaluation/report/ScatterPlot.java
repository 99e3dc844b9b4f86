package dev.drago.evaluation.report;

import dev.drago.evaluation.report.Markup.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Two figures of each ranker against each other. */
final class ScatterPlot {

  private static final double HEIGHT = 290;
  private static final double LEFT = 38;
  private static final double TOP = 12;
  private static final double RIGHT = Plot.WIDTH - 14;
  private static final double BOTTOM = HEIGHT - 40;

  private ScatterPlot() {}

  /** One ranker. */
  record Point(String label, double x, double y, String kind) {}

  static Element draw(String id, String title, String across, String up, List<Point> points) {
    Scale x =
        Scale.of(
            DoubleStream.concat(DoubleStream.of(0), points.stream().mapToDouble(Point::x)),
            LEFT,
            RIGHT);
    Scale y =
        Scale.of(
            DoubleStream.concat(DoubleStream.of(0), points.stream().mapToDouble(Point::y)),
            BOTTOM,
            TOP);
    List<Element> in = new ArrayList<>();
    for (double tick : y.ticks()) {
      in.add(Plot.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid"));
      in.add(Plot.text(LEFT - 6, y.at(tick) + 4, "end", "tick", y.label(tick)));
    }
    for (double tick : x.ticks()) {
      in.add(Plot.line(x.at(tick), TOP, x.at(tick), BOTTOM, "grid"));
      in.add(Plot.text(x.at(tick), BOTTOM + 16, "middle", "tick", x.label(tick)));
    }
    in.add(Plot.text((LEFT + RIGHT) / 2, BOTTOM + 34, "middle", "axis", across + " →   ↑ " + up));
    double[] labels =
        Plot.apart(
            points.stream().mapToDouble(p -> y.at(p.y())).toArray(), Plot.LINE, TOP, BOTTOM - 6);
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      double at = x.at(point.x());
      double end = at + 12 + point.label().length() * Plot.LETTER;
      double height = labels[i];
      boolean covers =
          points.stream()
              .anyMatch(
                  other ->
                      x.at(other.x()) > at + 4
                          && x.at(other.x()) < end
                          && Math.abs(y.at(other.y()) - height) < Plot.LINE / 2);
      boolean leftOf = end > RIGHT || covers;
      in.add(Plot.line(at, y.at(point.y()), at + (leftOf ? -7 : 7), labels[i], "leader"));
      in.add(Plot.dot(at, y.at(point.y()), point.kind()));
      in.add(
          Plot.text(
              at + (leftOf ? -10 : 10),
              labels[i] + 4,
              leftOf ? "end" : "start",
              "label " + point.kind(),
              point.label()));
    }
    String said =
        points.stream()
            .map(
                p ->
                    "%s: %s %s, %s %s"
                        .formatted(
                            p.label(),
                            across,
                            Figures.decimals(3, p.x()),
                            up,
                            Figures.decimals(4, p.y())))
            .collect(Collectors.joining("; "));
    return Plot.svg(id, HEIGHT, title, said + ".", in);
  }
}
