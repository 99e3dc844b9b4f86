package dev.drago.conversation;

import java.util.List;

/**
 * A way out when nothing meets all that is wanted: statements to take back.
 *
 * @param remove their ids
 * @param items how many items there are then
 * @param text the same in a sentence
 */
public record Relaxation(List<Integer> remove, int items, String text) {
  public Relaxation {
    remove = List.copyOf(remove);
  }
}
