package dev.drago.explain;

import java.util.List;

/**
 * Why each of some items is recommended.
 *
 * @param items in the order they were asked in
 * @param catalogVersion the change number of the catalogue they were made from
 * @param degraded scorers that were left out because the deadline came first or they failed, and
 *     {@code chat} where the chat model was
 */
public record Explanations(List<Explanation> items, long catalogVersion, List<String> degraded) {
  public Explanations {
    items = List.copyOf(items);
    degraded = List.copyOf(degraded);
  }
}
