package dev.drago.evaluation.report;

import static dev.drago.evaluation.report.Markup.element;

import dev.drago.evaluation.report.Markup.Element;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The canvas that plots are drawn on: 420 units wide, narrow enough for the smallest screen, where
 * its letters are still legible.
 */
final class Plot {

  static final double WIDTH = 420;
  static final double LETTER = 7;
  static final double LINE = 15;

  private Plot() {}

  /** A drawing with what it shows in words, for those who do not see it. */
  static Element svg(String id, double height, String title, String description, List<Element> in) {
    List<Element> all = new ArrayList<>();
    all.add(element("title", title).with("id", id + "-title"));
    all.add(element("desc", description).with("id", id + "-desc"));
    all.addAll(in);
    return element("svg", all)
        .with("viewBox", "0 0 %.0f %.0f".formatted(WIDTH, height))
        .with("role", "img")
        .with("aria-labelledby", id + "-title " + id + "-desc");
  }

  static Element line(double x1, double y1, double x2, double y2, String kind) {
    return element("line")
        .with("x1", x1)
        .with("y1", y1)
        .with("x2", x2)
        .with("y2", y2)
        .with("class", kind);
  }

  static Element dot(double x, double y, String kind) {
    return element("circle").with("cx", x).with("cy", y).with("r", 4).with("class", "dot " + kind);
  }

  /** A figure that is not ours. */
  static Element diamond(double x, double y) {
    return element("path")
        .with("d", "M%.1f %.1fl4.5 4.5l-4.5 4.5l-4.5 -4.5z".formatted(x, y - 4.5))
        .with("class", "published");
  }

  /**
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  static Element text(double x, double y, String anchor, String kind, String words) {
    return element("text", words)
        .with("x", x)
        .with("y", y)
        .with("text-anchor", anchor)
        .with("class", kind);
  }

  /** Moves places apart until none is nearer to the next than {@code gap}, within bounds. */
  static double[] apart(double[] places, double gap, double low, double high) {
    Integer[] order = new Integer[places.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(places[a], places[b]));
    double[] moved = places.clone();
    for (int i = 0; i < order.length; i++) {
      double least = i == 0 ? low : moved[order[i - 1]] + gap;
      moved[order[i]] = Math.max(places[order[i]], least);
    }
    for (int i = order.length - 1; i >= 0; i--) {
      double most = i == order.length - 1 ? high : moved[order[i + 1]] - gap;
      moved[order[i]] = Math.min(moved[order[i]], most);
    }
    return moved;
  }
}
