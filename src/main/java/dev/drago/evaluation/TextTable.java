package dev.drago.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns for a terminal: the first flush left, the others flush right. */
public final class TextTable {

  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();

  public TextTable(String... header) {
    rows.add(header.clone());
  }

  /** Adds a row with as many cells as the header. */
  public void row(String... cells) {
    if (cells.length != rows.getFirst().length) {
      throw new IllegalArgumentException(
          "%d cells do not fit under %d headings".formatted(cells.length, rows.getFirst().length));
    }
    rows.add(cells.clone());
  }

  @Override
  public String toString() {
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      Arrays.setAll(widths, c -> Math.max(widths[c], row[c].length()));
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      for (int c = 0; c < row.length; c++) {
        String padding = " ".repeat(widths[c] - row[c].length());
        text.append(c == 0 ? row[c] + padding : GAP + padding + row[c]);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
