package dev.drago.evaluation.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.drago.evaluation.TextTable;
import java.util.List;
import java.util.Locale;

/**
 * What a benchmark measured.
 *
 * @param server its address
 * @param items how many of its items were asked for
 */
public record BenchmarkReport(
    String server, int items, long seed, int processors, List<BenchmarkResult> results) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public BenchmarkReport {
    results = List.copyOf(results);
  }

  /** For a terminal: one line a result; below, whatever makes a line worth less. */
  public String toTable() {
    TextTable table =
        new TextTable(
            "scenario",
            "load",
            "clients",
            "answers/s",
            "p50 ms",
            "p90",
            "p99",
            "max",
            "p99 by client",
            "errors",
            "generator");
    StringBuilder notes = new StringBuilder();
    for (BenchmarkResult r : results) {
      table.row(
          r.scenario(),
          r.arrivals(),
          Integer.toString(r.clients()),
          digits(1, r.perSecond()),
          digits(2, r.p50Millis()),
          digits(2, r.p90Millis()),
          digits(2, r.p99Millis()),
          digits(2, r.maxMillis()),
          digits(2, r.fairness().lowestP99Millis())
              + "\u2013"
              + digits(2, r.fairness().highestP99Millis()),
          Long.toString(r.failed()),
          digits(2, r.generatorCores()));
      note(notes, r);
    }
    return table
        + String.format(
            Locale.ROOT,
            "%s, %,d items, seed %d, %d processors; generator: cores the clients took\n",
            server,
            items,
            seed,
            processors)
        + notes;
  }

  private static void note(StringBuilder notes, BenchmarkResult r) {
    String load = r.scenario() + ", " + r.arrivals() + ", " + r.clients() + " clients: ";
    if (r.failed() > 0) {
      notes.append(load).append("not answered as asked: ").append(r.errors()).append('\n');
    }
    if (r.degraded() > 0) {
      notes.append(load).append(r.degraded()).append(" answers were degraded\n");
    }
    if (r.unsent() > 0) {
      notes.append(load).append(r.unsent()).append(" requests were due and never sent: overload\n");
    }
  }

  private static String digits(int decimals, double value) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** The same as JSON, with the members of {@link BenchmarkResult}. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this).replace(System.lineSeparator(), "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report could not be written as JSON", e);
    }
  }
}
