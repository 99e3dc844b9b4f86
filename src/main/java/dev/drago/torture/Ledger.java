package dev.drago.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one writer was promised. A write whose answer never came is uncertain: it may have happened
 * or not, and either is right, but nothing else is.
 *
 * <p>Used by one thread at a time.
 */
final class Ledger {

  /** The revision of an item that is not there. */
  static final int ABSENT = 0;

  private static final class Known {
    int acknowledged = ABSENT;

    /** Revisions that were sent since, and not acknowledged; the last one sent is the last. */
    final Set<Integer> uncertain = new LinkedHashSet<>();

    int attempted = ABSENT;
  }

  private final Map<String, Known> items = new TreeMap<>();
  private final Map<String, Boolean> events = new LinkedHashMap<>();
  private long acknowledged;

  /** An item is about to be given this revision, or {@link #ABSENT}. */
  void attempt(String item, int revision) {
    Known known = known(item);
    known.attempted = revision;
    known.uncertain.add(revision);
  }

  /** It has what was attempted last, says the server. */
  void acknowledge(String item) {
    Known known = known(item);
    known.acknowledged = known.attempted;
    known.uncertain.clear();
    acknowledged++;
  }

  void attemptEvent(String event) {
    events.put(event, false);
  }

  void acknowledgeEvent(String event) {
    events.put(event, true);
    acknowledged++;
  }

  /** How many writes were acknowledged. */
  long acknowledged() {
    return acknowledged;
  }

  /** Whether the item is there, as far as is known. */
  boolean has(String item) {
    return known(item).acknowledged != ABSENT;
  }

  Iterable<String> items() {
    return List.copyOf(items.keySet());
  }

  /**
   * An item was found to have this revision, which is what it has from now on.
   *
   * @return what is wrong with that, if anything
   */
  Optional<String> found(String item, int revision) {
    Known known = known(item);
    boolean right = revision == known.acknowledged || known.uncertain.contains(revision);
    Optional<String> wrong =
        right
            ? Optional.empty()
            : Optional.of(
                "item %s has revision %d; acknowledged was %d, uncertain %s"
                    .formatted(item, revision, known.acknowledged, known.uncertain));
    known.acknowledged = revision;
    known.uncertain.clear();
    return wrong;
  }

  /**
   * All events that are stored.
   *
   * @return what is wrong with that
   */
  List<String> foundEvents(List<String> stored) {
    Map<String, Integer> times = new HashMap<>();
    stored.forEach(event -> times.merge(event, 1, Integer::sum));
    List<String> wrong = new ArrayList<>();
    times.forEach(
        (event, n) -> {
          if (n > 1) {
            wrong.add("the interaction %s is stored %d times".formatted(event, n));
          }
          if (!events.containsKey(event)) {
            wrong.add("the interaction %s was never sent".formatted(event));
          }
        });
    events.forEach(
        (event, promised) -> {
          if (promised && !times.containsKey(event)) {
            wrong.add("the interaction %s was acknowledged and is lost".formatted(event));
          }
        });
    events.replaceAll((event, promised) -> times.containsKey(event));
    return wrong;
  }

  private Known known(String item) {
    return items.computeIfAbsent(item, id -> new Known());
  }
}
