package dev.drago.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The k-core of a log: what is left when users and items with fewer than k interactions are taken
 * out, again and again until none is left to take. It is cut from the whole log, before any split,
 * as the field does; an interaction that is there twice counts twice.
 */
public final class KCore {

  private KCore() {}

  /** The core; users keep their order, and lose the items that are not in it. */
  public static List<History> of(List<History> log, int k) {
    List<History> core = log;
    while (true) {
      Map<Integer, Integer> counts = new HashMap<>();
      for (History history : core) {
        for (int item : history.items()) {
          counts.merge(item, 1, Integer::sum);
        }
      }
      List<History> next =
          core.stream()
              .map(history -> history.only(item -> counts.getOrDefault(item, 0) >= k))
              .filter(history -> history.items().length >= k)
              .toList();
      if (interactions(next) == interactions(core)) {
        return next;
      }
      core = next;
    }
  }

  private static long interactions(List<History> log) {
    return log.stream().mapToLong(history -> history.items().length).sum();
  }
}
