package dev.drago.store;

import dev.drago.catalog.Item;
import dev.drago.file.Sha256;

/**
 * The sender's name for a request that may be sent again, and what it said. Both are kept as
 * checksums: a key may hold a user's name, and is to tell nothing of them once they are erased.
 *
 * @param key SHA-256 of the key, 64 digits
 * @param content SHA-256 of what was sent, 64 digits
 */
public record RequestKey(String key, String content) {

  /**
   * The key of a request.
   *
   * @throws IllegalArgumentException with a sentence when {@code key} is not of the form of an id
   */
  public static RequestKey of(String key, String content) {
    return new RequestKey(Sha256.of(Item.requireId(key)), Sha256.of(content));
  }

  /** The event id of an element of the request that has none of its own; counted from 0. */
  public String eventId(int element) {
    return "request-%s-%d".formatted(key, element);
  }
}
