package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prometheus' text format, read by its specification, and its naming conventions checked: the units
 * are base units, counters end in {@code _total}, buckets are cumulative.
 */
final class Exposition {

  /** A sample: its name with suffix, its labels, its value. */
  record Sample(String name, Map<String, String> labels, double value) {}

  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_:][a-z0-9_:]*)(?:\\{(.*)})? (-?[0-9.eE+-]+|NaN|[+-]Inf)");
  private static final Pattern LABEL =
      Pattern.compile("([a-z_][a-z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\",?");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE ([a-z_:][a-z0-9_:]*) (counter|gauge|histogram)");
  private static final Pattern NOT_A_BASE_UNIT =
      Pattern.compile(".*(_ms|_millis|_milliseconds|_minutes|_kb|_mb|_kilobytes|_megabytes)(_.*)?");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Set<String> helped = new HashSet<>();
  private final List<Sample> samples = new ArrayList<>();

  private Exposition() {}

  static Exposition parse(String text) {
    Exposition exposition = new Exposition();
    assertThat(text).endsWith("\n");
    text.lines().forEach(exposition::line);
    exposition.check();
    return exposition;
  }

  private void line(String line) {
    if (line.startsWith("# HELP ")) {
      String[] words = line.split(" ", 4);
      assertThat(words).as(line).hasSize(4);
      assertThat(helped.add(words[2])).as("a second %s", line).isTrue();
      return;
    }
    Matcher type = TYPE.matcher(line);
    if (type.matches()) {
      assertThat(types.put(type.group(1), type.group(2))).as("a second %s", line).isNull();
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as("a sample: %s", line).isTrue();
    Map<String, String> labels = new TreeMap<>();
    String text = Optional.ofNullable(sample.group(2)).orElse("");
    Matcher label = LABEL.matcher(text);
    int end = 0;
    while (label.lookingAt() || label.find(end)) {
      assertThat(label.start()).as(line).isEqualTo(end);
      labels.put(label.group(1), label.group(2));
      end = label.end();
      label.region(end, text.length());
    }
    assertThat(end).as("labels of %s", line).isEqualTo(text.length());
    String number = sample.group(3).replace("Inf", "Infinity");
    samples.add(new Sample(sample.group(1), labels, Double.parseDouble(number)));
  }

  private void check() {
    assertThat(helped).isEqualTo(types.keySet());
    Set<String> seen = new HashSet<>();
    for (Sample sample : samples) {
      assertThat(seen.add(sample.name() + sample.labels())).as("twice: %s", sample).isTrue();
      assertThat(types).as("type of %s", sample).containsKey(family(sample.name()));
    }
    types.forEach(
        (name, type) -> {
          assertThat(name).startsWith("drago_").doesNotMatch(NOT_A_BASE_UNIT);
          assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
          if (type.equals("counter")) {
            all(name).forEach(sample -> assertThat(sample.value()).isNotNegative());
          } else if (type.equals("histogram")) {
            assertThat(name).endsWith("_seconds");
            checkBuckets(name);
          }
        });
  }

  private void checkBuckets(String name) {
    Map<Map<String, String>, TreeMap<Double, Double>> series = new HashMap<>();
    for (Sample bucket : all(name + "_bucket")) {
      Map<String, String> rest = new TreeMap<>(bucket.labels());
      String bound = String.valueOf(rest.remove("le")).replace("Inf", "Infinity");
      series
          .computeIfAbsent(rest, k -> new TreeMap<>())
          .put(Double.parseDouble(bound), bucket.value());
    }
    series.forEach(
        (labels, buckets) -> {
          assertThat(new ArrayList<>(buckets.values())).as("%s%s", name, labels).isSorted();
          assertThat(buckets.lastKey()).isInfinite();
          assertThat(value(name + "_count", labels)).isEqualTo(buckets.lastEntry().getValue());
          assertThat(value(name + "_sum", labels)).isNotNegative();
        });
  }

  private String family(String name) {
    return types.containsKey(name) ? name : name.replaceFirst("_(bucket|sum|count)$", "");
  }

  Set<String> names() {
    Set<String> names = new HashSet<>(types.keySet());
    samples.forEach(sample -> names.add(sample.name()));
    return names;
  }

  List<Sample> all(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).toList();
  }

  /** The value of a sample with these labels; 0 where there is none. */
  double value(String name, Map<String, String> labels) {
    return all(name).stream()
        .filter(sample -> sample.labels().equals(labels))
        .mapToDouble(Sample::value)
        .findFirst()
        .orElse(0);
  }
}
