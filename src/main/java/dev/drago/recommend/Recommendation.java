package dev.drago.recommend;

import dev.drago.catalog.Item;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ranking.
 *
 * @param items best first
 * @param catalogVersion the change number of the catalogue it was made from
 * @param stages how long each stage took, in nanoseconds, in order
 * @param degraded the scorers that were left out because the deadline came first or they failed
 */
public record Recommendation(
    List<Ranked> items, long catalogVersion, Map<String, Long> stages, List<String> degraded) {

  /**
   * One item of a ranking.
   *
   * @param score the sum of the shares: standard deviations above the mean of the items that may be
   *     recommended, weighted
   * @param shares what each scorer contributed
   */
  public record Ranked(Item item, double score, Map<String, Double> shares) {
    public Ranked {
      shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    }
  }

  public Recommendation {
    items = List.copyOf(items);
    stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
    degraded = List.copyOf(degraded);
  }
}
