package dev.drago.recommend;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.scoring.Profile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What made the scores of some items, for one person; see {@link Attributor} for what an effect is.
 *
 * @param catalog the snapshot it was computed from
 * @param notExamined how many of the oldest items of the person's sequence were not looked at
 * @param items in the order they were asked in
 * @param degraded the scorers of which no effects are known, because the deadline came first or
 *     they failed
 */
public record Attribution(
    CatalogSnapshot catalog,
    Profile profile,
    int notExamined,
    List<OfItem> items,
    List<String> degraded) {

  /**
   * One item.
   *
   * @param score the sum of the shares; NaN where no scorer has an opinion
   * @param shares by scorer
   * @param effects of the person's items by ordinal, and of those by scorer; the newest item comes
   *     first. An item that occurs more than once has the sum over its places
   * @param wish the effect of the wish in words, by scorer
   */
  public record OfItem(
      int ordinal,
      double score,
      Map<String, Double> shares,
      Map<Integer, Map<String, Double>> effects,
      Map<String, Double> wish) {

    public OfItem {
      shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
      effects = Collections.unmodifiableMap(new LinkedHashMap<>(effects));
      wish = Collections.unmodifiableMap(new LinkedHashMap<>(wish));
    }

    /** What one of the person's items did to the score, over all scorers; 0 where nothing. */
    public double effect(int ordinal) {
      return sum(effects.getOrDefault(ordinal, Map.of()));
    }

    /** What the wish did to the score, over all scorers. */
    public double wishEffect() {
      return sum(wish);
    }

    private static double sum(Map<String, Double> byScorer) {
      return byScorer.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  public Attribution {
    items = List.copyOf(items);
    degraded = List.copyOf(degraded);
  }
}
