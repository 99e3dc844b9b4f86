package dev.drago.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How good rankers are for one group of users.
 *
 * @param label which group
 * @param users how many they are; of none there are no figures
 * @param rankers by name, in the order of the report
 * @param comparisons of each ranker with one of them; empty where none is the reference
 */
public record Group(
    String label, int users, Map<String, Metrics> rankers, List<Comparison> comparisons) {

  /** The ranker of {@link Metrics#ofChance}. */
  public static final String CHANCE = "chance";

  public Group {
    rankers = Collections.unmodifiableMap(new LinkedHashMap<>(rankers));
    comparisons = List.copyOf(comparisons);
  }

  /** The figures of one of the rankers. */
  public Metrics metrics(String ranker) {
    return Objects.requireNonNull(rankers.get(ranker), ranker);
  }

  /** How a ranker compares with the reference. */
  public Optional<Comparison> comparison(String ranker) {
    return comparisons.stream().filter(c -> c.ranker().equals(ranker)).findFirst();
  }
}
