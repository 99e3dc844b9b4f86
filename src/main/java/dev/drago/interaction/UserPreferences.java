package dev.drago.interaction;

import dev.drago.catalog.Item;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a user wants of everything they are recommended, until they say otherwise.
 *
 * @param language of what is written for them: {@code en} or {@code es}
 * @param filter a condition that every item must meet, in Lucene query syntax
 * @param like item ids, at most 1,000
 * @param dislike item ids, at most 1,000, none of which is liked too
 */
public record UserPreferences(
    Optional<String> language, Optional<String> filter, List<String> like, List<String> dislike) {

  public static final int MAX_ITEMS = 1_000;

  /** Of somebody who said nothing. */
  public static final UserPreferences NONE =
      new UserPreferences(Optional.empty(), Optional.empty(), List.of(), List.of());

  private static final Set<String> LANGUAGES = Set.of("en", "es");

  public UserPreferences {
    like = List.copyOf(like);
    dislike = List.copyOf(dislike);
    language.ifPresent(UserPreferences::requireLanguage);
    if (filter.isPresent() && filter.get().isBlank()) {
      throw new IllegalArgumentException("the filter is blank");
    }
    requireItems("like", like);
    requireItems("dislike", dislike);
    Set<String> both = new HashSet<>(like);
    both.retainAll(dislike);
    if (!both.isEmpty()) {
      throw new IllegalArgumentException(
          "the item '%s' is liked and disliked".formatted(both.iterator().next()));
    }
  }

  private static void requireLanguage(String code) {
    if (!LANGUAGES.contains(code)) {
      throw new IllegalArgumentException("the language is en or es, not '%s'".formatted(code));
    }
  }

  private static void requireItems(String field, List<String> ids) {
    if (ids.size() > MAX_ITEMS) {
      throw new IllegalArgumentException(
          "%s has %d items; at most %d are kept".formatted(field, ids.size(), MAX_ITEMS));
    }
    ids.forEach(Item::requireId);
  }
}
