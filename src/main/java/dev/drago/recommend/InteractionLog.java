package dev.drago.recommend;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.interaction.Interaction;
import dev.drago.scoring.ItemCounts;
import dev.drago.store.InteractionOrder;
import dev.drago.store.InteractionRepository;
import dev.drago.store.InteractionRepository.Outcome;
import dev.drago.store.InteractionRepository.Stored;
import dev.drago.store.RequestKey;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The interactions in service: appended to the store, and remembered for the users who are active.
 * An interaction that was acknowledged counts in that user's next request.
 */
public final class InteractionLog {

  /** More than any list of recommendations can use; what is older is as good as unseen. */
  public static final int MAX_HISTORY = 10_000;

  private static final long CACHED_ITEMS = 5_000_000;

  private final InteractionRepository interactions;
  private final Supplier<CatalogSnapshot> catalog;
  private final ItemCounts counts;
  private final LoadingCache<String, int[]> histories;

  public InteractionLog(
      InteractionRepository interactions, Supplier<CatalogSnapshot> catalog, ItemCounts counts) {
    this.interactions = interactions;
    this.catalog = catalog;
    this.counts = counts;
    this.histories =
        Caffeine.newBuilder()
            .maximumWeight(CACHED_ITEMS)
            .weigher((String user, int[] history) -> history.length + user.length() + 16)
            .build(user -> interactions.history(user, MAX_HISTORY));
  }

  /** Appends; durable when this returns. The outcomes are in the order given. */
  public List<Outcome> append(List<Interaction> added) {
    return count(added, interactions.append(added));
  }

  /**
   * The same for a request that may be sent again.
   *
   * @throws dev.drago.store.ReusedKeyException when the key is that of another request
   */
  public List<Outcome> append(List<Interaction> added, RequestKey key) {
    return count(added, interactions.append(added, key));
  }

  /**
   * The same for a log that may have been read before: of the users there were when {@link
   * #newestUser} was asked, an interaction with the item, type and time of a stored one is a
   * duplicate.
   */
  public List<Outcome> append(List<Interaction> added, long knownUsers) {
    return count(added, interactions.append(added, knownUsers));
  }

  /** The number of the newest user. */
  public long newestUser() {
    return interactions.newestUser();
  }

  private List<Outcome> count(List<Interaction> added, List<Outcome> outcomes) {
    CatalogSnapshot now = catalog.get();
    for (int i = 0; i < added.size(); i++) {
      if (outcomes.get(i) == Outcome.STORED) {
        now.ordinal(added.get(i).itemId()).ifPresent(counts::increment);
        histories.invalidate(added.get(i).userId());
      }
    }
    return outcomes;
  }

  /** Takes back what counts of a user who was erased; how many interactions by ordinal. */
  void forget(String userId, Map<Integer, Long> erased) {
    erased.forEach((ordinal, count) -> counts.add(ordinal, -count));
    histories.invalidate(userId);
  }

  /** The ordinals a user touched, oldest first, deleted items included; read it only. */
  public int[] history(String userId) {
    return histories.get(userId);
  }

  /**
   * A user's interactions after the one that arrived as number {@code afterArrival}, in order;
   * where that is negative, from the beginning.
   */
  public List<Stored> page(String userId, InteractionOrder order, long afterArrival, int limit) {
    return interactions.page(userId, order, afterArrival, limit);
  }

  public InteractionRepository.Size size() {
    return interactions.size();
  }

  /** How many interactions there are. */
  public long interactions() {
    return interactions.interactions();
  }

  /** How many users there are. */
  public long users() {
    return interactions.users();
  }
}
