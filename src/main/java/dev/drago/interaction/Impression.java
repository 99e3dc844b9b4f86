package dev.drago.interaction;

import dev.drago.catalog.Item;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a recommendation showed.
 *
 * @param id names the recommendation; an {@link Interaction} that comes of it carries it
 * @param at when
 * @param userId to whom, if that is known
 * @param scenario where it was shown, such as {@code home}: 1 to 64 characters of {@code
 *     [a-z0-9_-]}
 * @param strategy how it was ranked
 * @param variant of which experiment, and which: {@code experiment:variant}
 * @param itemIds best first
 */
public record Impression(
    String id,
    Instant at,
    Optional<String> userId,
    String scenario,
    String strategy,
    Optional<String> variant,
    List<String> itemIds) {

  /** The scenario of a request that names none. */
  public static final String DEFAULT_SCENARIO = "default";

  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,64}");

  public Impression {
    Item.requireId(id);
    userId.ifPresent(Item::requireId);
    requireScenario(scenario);
    itemIds = List.copyOf(itemIds);
  }

  /** Throws {@link IllegalArgumentException} with a sentence when it cannot be a scenario. */
  public static String requireScenario(String scenario) {
    if (!NAME.matcher(scenario).matches()) {
      throw new IllegalArgumentException(
          "'%s' cannot be a scenario: 1 to 64 characters of a-z, 0-9, '_' and '-'"
              .formatted(scenario.length() > 40 ? scenario.substring(0, 40) + "…" : scenario));
    }
    return scenario;
  }
}
