package dev.drago.evaluation;

import dev.drago.evaluation.Split.LeftOut;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluation found.
 *
 * @param cases how many there were to ask
 * @param complete whether all of them were asked, and of every breakdown too
 * @param overall all users; compared with {@code auto}
 * @param lists what the first ten of each ranker are like
 * @param ablation {@code auto} with each scorer left out, compared with {@code auto}
 * @param latencies by step; the one part that differs between two runs
 */
public record EvaluationReport(
    Dataset dataset,
    Setup setup,
    int cases,
    boolean complete,
    LeftOut leftOut,
    Group overall,
    Map<String, ListFigures> lists,
    Optional<Group> ablation,
    List<Breakdown> breakdowns,
    Map<String, Latency> latencies) {

  public EvaluationReport {
    lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
    breakdowns = List.copyOf(breakdowns);
    latencies = Collections.unmodifiableMap(new LinkedHashMap<>(latencies));
  }

  /** One breakdown, where it was asked for. */
  public Optional<Breakdown> breakdown(Breakdown.Kind kind) {
    return breakdowns.stream().filter(b -> b.kind() == kind).findFirst();
  }
}
