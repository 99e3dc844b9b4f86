package dev.drago.evaluation.report;

import dev.drago.evaluation.report.Markup.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Figures below each other, each with its interval: which overlap, and which do not. */
final class IntervalPlot {

  private static final double ROW = 22;
  private static final double TOP = 8;
  private static final double AXIS = 34;

  private IntervalPlot() {}

  /**
   * One figure.
   *
   * @param kind its colour; empty for a figure that is not ours, which has no interval either
   */
  record Row(String label, double value, double low, double high, String kind) {
    static Row published(String label, double value) {
      return new Row(label, value, value, value, "");
    }
  }

  /** Rows in the order given; zero belongs to the axis. */
  static Element draw(String id, String title, String axis, List<Row> rows) {
    int letters = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
    double left = Math.min(190, letters * Plot.LETTER + 12);
    double bottom = TOP + rows.size() * ROW;
    Scale x =
        Scale.of(
            DoubleStream.concat(
                DoubleStream.of(0),
                rows.stream().flatMapToDouble(row -> DoubleStream.of(row.low(), row.high()))),
            left,
            Plot.WIDTH - 14);
    List<Element> in = new ArrayList<>();
    for (double tick : x.ticks()) {
      in.add(Plot.line(x.at(tick), TOP, x.at(tick), bottom, "grid"));
      in.add(Plot.text(x.at(tick), bottom + 14, "middle", "tick", x.label(tick)));
    }
    in.add(Plot.line(x.at(0), TOP, x.at(0), bottom, "zero"));
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      double y = TOP + (i + 0.5) * ROW;
      String words = row.kind().isEmpty() ? "label theirs" : "label";
      in.add(Plot.text(left - 10, y + 4, "end", words, row.label()));
      if (row.kind().isEmpty()) {
        in.add(Plot.diamond(x.at(row.value()), y));
      } else {
        in.add(Plot.line(x.at(row.low()), y, x.at(row.high()), y, "whisker " + row.kind()));
        in.add(Plot.dot(x.at(row.value()), y, row.kind()));
      }
    }
    in.add(Plot.text((left + Plot.WIDTH) / 2, bottom + 30, "middle", "axis", axis));
    return Plot.svg(id, bottom + AXIS, title, describe(rows), in);
  }

  private static String describe(List<Row> rows) {
    List<String> said = new ArrayList<>();
    for (Row row : rows) {
      said.add(row.label() + " " + Figures.decimals(4, row.value()));
    }
    return String.join("; ", said) + ".";
  }
}
