package dev.drago.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.doctor.Finding;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Findings, each printed as it comes, so that the last line tells where it got stuck. */
final class DoctorReport {

  private final PrintWriter out;
  private final List<Finding> findings = new ArrayList<>();

  DoctorReport(PrintWriter out) {
    this.out = out;
  }

  void add(Finding finding) {
    findings.add(finding);
    out.printf(
        "%-10s %-6s %s%n",
        finding.topic(), finding.level().name().toLowerCase(Locale.ROOT), finding.text());
    out.flush();
  }

  void addAll(List<Finding> all) {
    all.forEach(this::add);
  }

  /** What {@code look} finds; or that it cannot be looked at, which a server would fail on too. */
  void look(String topic, Supplier<List<Finding>> look) {
    try {
      addAll(look.get());
    } catch (RuntimeException e) {
      if (!Mendable.is(e)) {
        throw e;
      }
      add(Finding.fault(topic, e));
    }
  }

  long faults() {
    return findings.stream().filter(f -> f.level() == Finding.Level.FAULT).count();
  }

  String toJson() {
    List<Map<String, Object>> listed = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("topic", finding.topic());
      one.put("level", finding.level().name().toLowerCase(Locale.ROOT));
      one.put("text", finding.text());
      one.put("facts", finding.facts());
      listed.add(one);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("version", Version.current());
    report.put("faults", faults());
    report.put("findings", listed);
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("findings are plain values", e);
    }
  }
}
