package dev.drago.interaction;

import dev.drago.catalog.Item;
import java.time.Instant;
import java.util.Optional;

/**
 * A user touched an item.
 *
 * @param userId same form as an item id
 * @param itemId the item, which need not exist any more
 * @param type what happened, such as {@code view}, {@code like} or {@code rating}: 1 to 64
 *     characters of {@code [a-z0-9_-]}
 * @param value how much, where the type has a measure (a rating, seconds watched); finite
 * @param at when; empty in logs that only know the order
 * @param eventId the sender's name for this event: the same one twice counts once
 * @param recommendationId the recommendation it came of, where it came of one
 */
public record Interaction(
    String userId,
    String itemId,
    String type,
    Optional<Double> value,
    Optional<Instant> at,
    Optional<String> eventId,
    Optional<String> recommendationId) {

  /** The type where the source names none. */
  public static final String DEFAULT_TYPE = "view";

  private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

  public Interaction {
    Item.requireId(userId);
    Item.requireId(itemId);
    Name.require("an interaction type", type);
    requireFinite(value);
    requireMillis(at);
    eventId.ifPresent(Item::requireId);
    recommendationId.ifPresent(Item::requireId);
  }

  /** One that came of no recommendation. */
  public Interaction(
      String userId,
      String itemId,
      String type,
      Optional<Double> value,
      Optional<Instant> at,
      Optional<String> eventId) {
    this(userId, itemId, type, value, at, eventId, Optional.empty());
  }

  /** An event of the default type, at an unknown time. */
  public static Interaction of(String userId, String itemId) {
    return new Interaction(
        userId, itemId, DEFAULT_TYPE, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Times are kept in milliseconds, which reach 292 million years. */
  private static void requireMillis(Optional<Instant> at) {
    if (at.isPresent() && (at.get().isBefore(FIRST) || at.get().isAfter(LAST))) {
      throw new IllegalArgumentException("nothing happened at " + at.get());
    }
  }

  static void requireFinite(Optional<Double> value) {
    if (value.isPresent() && !Double.isFinite(value.get())) {
      throw new IllegalArgumentException(
          "an interaction's value must be finite, not " + value.get());
    }
  }
}
