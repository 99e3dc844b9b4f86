package dev.drago.recommend;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.index.ItemIndex;
import dev.drago.interaction.UserPreferences;
import dev.drago.recommend.InvalidRequestException.Violation;
import dev.drago.store.UserRepository;
import dev.drago.store.UserRepository.Erased;
import dev.drago.store.UserRepository.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The users in service: their preferences, which act on everything they are recommended, and the
 * end of them.
 */
public final class Users {

  private static final long CACHED = 100_000;

  private final UserRepository users;
  private final InteractionLog log;
  private final Supplier<CatalogSnapshot> catalog;
  private final ItemIndex index;
  private final Consumer<String> erased;
  private final LoadingCache<String, UserPreferences> preferences;

  /**
   * @param erased hears the id of a user who was erased from the store, for what keeps traces of
   *     users beside it
   */
  public Users(
      UserRepository users,
      InteractionLog log,
      Supplier<CatalogSnapshot> catalog,
      ItemIndex index,
      Consumer<String> erased) {
    this.users = users;
    this.log = log;
    this.catalog = catalog;
    this.index = index;
    this.erased = erased;
    this.preferences = Caffeine.newBuilder().maximumSize(CACHED).build(users::preferences);
  }

  public Optional<Stored> find(String id) {
    return users.find(id);
  }

  /** The users after the cursor {@code number}, in the order in which they first came. */
  public List<Stored> page(long afterNumber, int limit) {
    return users.page(afterNumber, limit);
  }

  /** What a user wants of everything; of one that nobody knows, nothing. */
  public UserPreferences preferences(String id) {
    return preferences.get(id);
  }

  /** The language a user wants, where they said so. */
  public Optional<Language> language(String id) {
    return preferences(id).language().flatMap(Language::of);
  }

  /**
   * Creates a user or replaces their preferences, which count in the next request; whether they are
   * new.
   *
   * @throws InvalidRequestException when the preferences name items that do not exist
   * @throws dev.drago.index.FilterException when the filter cannot be read
   */
  public boolean put(String id, UserPreferences wanted) {
    List<Violation> unknown = new ArrayList<>();
    CatalogSnapshot now = catalog.get();
    Profiles.ordinals("/like", wanted.like(), now, unknown);
    Profiles.ordinals("/dislike", wanted.dislike(), now, unknown);
    if (!unknown.isEmpty()) {
      throw new InvalidRequestException(unknown);
    }
    wanted.filter().ifPresent(index::filter);
    boolean isNew = users.put(id, wanted);
    preferences.invalidate(id);
    return isNew;
  }

  /**
   * Erases a user: interactions, conversations, preferences, and what is remembered of them. What
   * was trained holds sums over all users, from which the next training leaves them out.
   *
   * @return whether anything was known of them
   */
  public boolean erase(String id) {
    Optional<Erased> gone = users.erase(id);
    preferences.invalidate(id);
    gone.ifPresent(of -> log.forget(id, of.interactions()));
    erased.accept(id);
    return gone.isPresent();
  }
}
