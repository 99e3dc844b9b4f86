package dev.drago.catalog.source;

import java.util.ArrayList;
import java.util.List;

/** Lines whose fields stand between separators, without any quoting. */
final class Fields {

  private Fields() {}

  static List<String> split(String line, String separator) {
    List<String> fields = new ArrayList<>();
    int from = 0;
    int to = line.indexOf(separator);
    while (to >= 0) {
      fields.add(line.substring(from, to));
      from = to + separator.length();
      to = line.indexOf(separator, from);
    }
    fields.add(line.substring(from));
    return fields;
  }

  /** The fields of a line that must have so many. */
  static List<String> split(String line, String separator, int count) throws LineProblem {
    List<String> fields = split(line, separator);
    if (fields.size() != count) {
      throw new LineProblem(
          ImportError.Kind.FIELDS, "%d fields instead of %d".formatted(fields.size(), count));
    }
    return fields;
  }
}
