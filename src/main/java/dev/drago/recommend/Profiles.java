package dev.drago.recommend;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.interaction.UserPreferences;
import dev.drago.recommend.InvalidRequestException.Violation;
import dev.drago.scoring.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Who a request is for, as ordinals of a snapshot: what is stored of the user, what they always
 * want, and what the request says, which has the last word.
 */
final class Profiles {

  private final InteractionLog log;
  private final Users users;

  Profiles(InteractionLog log, Users users) {
    this.log = log;
    this.users = users;
  }

  /**
   * The profile of a request.
   *
   * @throws InvalidRequestException when the request names items that do not exist
   */
  Profile of(RecommendationRequest request, CatalogSnapshot snapshot) {
    List<Violation> unknown = new ArrayList<>();
    int[] inline = ordinals("/history", request.history(), snapshot, unknown);
    int[] liked = ordinals("/like", request.like(), snapshot, unknown);
    int[] disliked = ordinals("/dislike", request.dislike(), snapshot, unknown);
    if (!unknown.isEmpty()) {
      throw new InvalidRequestException(unknown);
    }
    UserPreferences always = preferences(request.userId());
    return new Profile(
        concatenated(stored(request.userId(), snapshot), inline),
        concatenated(standing(always.like(), disliked, snapshot), liked),
        concatenated(standing(always.dislike(), liked, snapshot), disliked),
        request.text());
  }

  /** What a user always wants; of a stranger nothing. */
  UserPreferences preferences(Optional<String> userId) {
    return userId.map(users::preferences).orElse(UserPreferences.NONE);
  }

  /** What a user never wants, as far as it is still there. */
  IntStream disliked(Optional<String> userId, CatalogSnapshot snapshot) {
    return ordinals(preferences(userId).dislike(), snapshot);
  }

  private int[] stored(Optional<String> userId, CatalogSnapshot snapshot) {
    return userId.stream()
        .flatMapToInt(user -> IntStream.of(log.history(user)))
        .filter(snapshot::isLive)
        .toArray();
  }

  /** Of what holds always, what is still there and the request does not say the contrary of. */
  private static int[] standing(List<String> ids, int[] contrary, CatalogSnapshot snapshot) {
    return ordinals(ids, snapshot)
        .filter(ordinal -> IntStream.of(contrary).noneMatch(said -> said == ordinal))
        .toArray();
  }

  private static int[] concatenated(int[] first, int[] second) {
    return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
  }

  private static IntStream ordinals(List<String> ids, CatalogSnapshot snapshot) {
    return ids.stream().map(snapshot::ordinal).flatMapToInt(OptionalInt::stream);
  }

  /** The ordinals of items that must be there; {@code unknown} hears of those that are not. */
  static int[] ordinals(
      String pointer, List<String> ids, CatalogSnapshot snapshot, List<Violation> unknown) {
    int[] ordinals = new int[ids.size()];
    for (int i = 0; i < ordinals.length; i++) {
      OptionalInt ordinal = snapshot.ordinal(ids.get(i));
      if (ordinal.isEmpty()) {
        unknown.add(new Violation(pointer + "/" + i, "no item has the id '" + ids.get(i) + "'"));
      }
      ordinals[i] = ordinal.orElse(-1);
    }
    return ordinals;
  }
}
