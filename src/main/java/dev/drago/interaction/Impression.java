package dev.drago.interaction;

import dev.drago.catalog.Item;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

  public Impression {
    Item.requireId(id);
    userId.ifPresent(Item::requireId);
    Name.require("a scenario", scenario);
    itemIds = List.copyOf(itemIds);
  }
}
