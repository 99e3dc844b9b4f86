package dev.drago.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What is known of items apart from any ranker.
 *
 * @param takers by ordinal, how many users of the training part took the item; read it only
 * @param interactions by ordinal, how often they did, all together; read it only
 * @param users how many users of the training part took anything
 * @param vectors the unit vector of an item's text by ordinal; empty where there is none. Called
 *     from several threads
 */
public record ItemFacts(
    int[] takers, long[] interactions, int users, IntFunction<Optional<float[]>> vectors) {

  /**
   * Counts.
   *
   * @param size one more than the highest ordinal
   */
  public static ItemFacts of(
      List<History> training, int size, IntFunction<Optional<float[]>> vectors) {
    int[] takers = new int[size];
    long[] interactions = new long[size];
    int users = 0;
    for (History history : training) {
      users += history.items().length > 0 ? 1 : 0;
      Arrays.stream(history.items()).forEach(item -> interactions[item]++);
      Arrays.stream(history.items()).distinct().forEach(item -> takers[item]++);
    }
    return new ItemFacts(takers, interactions, users, vectors);
  }
}
