package dev.drago.catalog.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of an import.
 *
 * @param items how many reached the sink
 * @param interactions how many reached the sink
 * @param errors how many lines were left out, by kind; kinds without any are absent
 * @param firstErrors the first {@value #FIRST_ERRORS} of them
 */
public record ImportReport(
    long items,
    long interactions,
    Map<ImportError.Kind, Long> errors,
    List<ImportError> firstErrors) {

  public static final int FIRST_ERRORS = 100;

  public ImportReport {
    Map<ImportError.Kind, Long> counts = new EnumMap<>(ImportError.Kind.class);
    counts.putAll(errors);
    errors = Collections.unmodifiableMap(counts);
    firstErrors = List.copyOf(firstErrors);
  }

  public long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  /** One line with the counts, then one line an error. */
  public void writeJsonLines(Appendable out) throws IOException {
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    summary.put("items", items).put("interactions", interactions);
    ObjectNode counts = summary.putObject("errors");
    errors.forEach((kind, count) -> counts.put(name(kind), count));
    out.append(summary.toString()).append('\n');
    for (ImportError error : firstErrors) {
      error.writeJsonLine(out);
    }
  }

  private static String name(ImportError.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
