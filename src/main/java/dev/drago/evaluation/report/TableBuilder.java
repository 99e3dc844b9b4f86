package dev.drago.evaluation.report;

import static dev.drago.evaluation.report.Markup.element;

import dev.drago.evaluation.report.Markup.Element;
import java.util.ArrayList;
import java.util.List;

/** A table of figures: the first cell of each row is its heading. */
final class TableBuilder {

  private final String caption;
  private final List<Element> headings = new ArrayList<>();
  private final List<Element> rows = new ArrayList<>();

  TableBuilder(String caption, String first, List<String> others) {
    this.caption = caption;
    headings.add(element("th", first).with("scope", "col"));
    others.forEach(heading -> headings.add(element("th", heading).with("scope", "col")));
  }

  TableBuilder(String caption, String first, String... others) {
    this(caption, first, List.of(others));
  }

  void row(String heading, String... cells) {
    row(heading, List.of(cells));
  }

  void row(String heading, List<String> cells) {
    List<Element> row = new ArrayList<>();
    row.add(element("th", heading).with("scope", "row"));
    cells.forEach(cell -> row.add(element("td", cell)));
    rows.add(element("tr", row));
  }

  /** The table in a region that scrolls sideways where it is too wide, by keyboard too. */
  Element build() {
    Element table =
        element(
            "table",
            element("caption", caption),
            element("thead", element("tr", headings)),
            element("tbody", rows));
    return element("div", table)
        .with("class", "table")
        .with("tabindex", "0")
        .with("role", "region")
        .with("aria-label", caption + ", table");
  }
}
