package dev.drago.recommend;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.drago.catalog.Item;
import dev.drago.inference.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is asked for. Any mix of a stored user, a history, words, likes and dislikes; none of them
 * is a stranger, who gets what is popular.
 *
 * @param userId whose stored history counts; a user nobody knows has none
 * @param history item ids, oldest first, after the stored ones; at most 10,000
 * @param text a wish in words; at most 2,000 characters
 * @param like item ids
 * @param dislike item ids, which are not recommended either
 * @param count 1 to 500
 * @param filter Lucene query syntax over attributes
 * @param boosts what is to be lifted or lowered; at most 20
 * @param diversity 0 (best first) to 1 (as unlike each other as the good ones can be)
 * @param excludeSeen whether items of the history are left out
 * @param exclude item ids to leave out
 * @param strategy {@code auto}, {@code rerank}, or the name of the one scorer to rank by
 * @param timeout after which what is ready is answered; 10 ms to 60 s
 */
public record RecommendationRequest(
    Optional<String> userId,
    List<String> history,
    Optional<String> text,
    List<String> like,
    List<String> dislike,
    int count,
    Optional<String> filter,
    List<Boost> boosts,
    double diversity,
    boolean excludeSeen,
    List<String> exclude,
    String strategy,
    Duration timeout) {

  public static final String AUTO = "auto";

  /** {@code auto}, its best candidates judged once more by the chat model. */
  public static final String RERANK = "rerank";

  public static final int MAX_COUNT = 500;
  public static final int MAX_ITEMS = 10_000;
  public static final int MAX_TEXT = 2_000;
  public static final int MAX_BOOSTS = 20;
  public static final double MAX_BOOST = 10;
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * A soft rule: what is for everybody or of the shop, not of taste.
   *
   * @param filter which items, in the syntax of {@link RecommendationRequest#filter}
   * @param amount -10 to 10, in standard deviations of the scores of what may be recommended
   */
  public record Boost(String filter, double amount) {}

  public RecommendationRequest {
    boosts = List.copyOf(boosts);
    history = List.copyOf(history);
    like = List.copyOf(like);
    dislike = List.copyOf(dislike);
    exclude = List.copyOf(exclude);
    userId.ifPresent(RecommendationRequest::requireUser);
    require(
        count >= 1 && count <= MAX_COUNT, "/count", "must be 1 to %d, not %s", MAX_COUNT, count);
    require(diversity >= 0 && diversity <= 1, "/diversity", "must be 0 to 1, not %s", diversity);
    require(
        boosts.size() <= MAX_BOOSTS,
        "/boost",
        "has %s elements; at most %s are read",
        boosts.size(),
        MAX_BOOSTS);
    for (int i = 0; i < boosts.size(); i++) {
      double amount = boosts.get(i).amount();
      require(
          Math.abs(amount) <= MAX_BOOST,
          "/boost/" + i + "/amount",
          "must be -%s to %s, not %s",
          MAX_BOOST,
          MAX_BOOST,
          amount);
    }
    requireFew("/history", history);
    requireFew("/like", like);
    requireFew("/dislike", dislike);
    requireFew("/exclude", exclude);
    text.ifPresent(
        words -> {
          require(!words.isBlank(), "/text", "must not be blank");
          require(
              words.length() <= MAX_TEXT,
              "/text",
              "has %s characters; at most %s are read",
              words.length(),
              MAX_TEXT);
        });
    require(
        timeout.toMillis() >= 10 && timeout.toMillis() <= 60_000,
        "/timeoutMs",
        "must be 10 to 60000, not %s",
        timeout.toMillis());
  }

  /** The same with the time that is left until a deadline, but at least the 10 ms that must be. */
  public RecommendationRequest within(Deadline deadline) {
    return with(
        strategy, Duration.ofMillis(Math.clamp(deadline.remainingNanos() / 1_000_000, 10, 60_000)));
  }

  /** The same by another strategy. */
  public RecommendationRequest by(String another) {
    return with(another, timeout);
  }

  private RecommendationRequest with(String strategy, Duration timeout) {
    return new RecommendationRequest(
        userId,
        history,
        text,
        like,
        dislike,
        count,
        filter,
        boosts,
        diversity,
        excludeSeen,
        exclude,
        strategy,
        timeout);
  }

  /** What a stranger wants who says so in words, everything else as it is without a word. */
  public static RecommendationRequest ofWish(String text, int count) {
    return new RecommendationRequest(
        Optional.empty(),
        List.of(),
        Optional.of(text),
        List.of(),
        List.of(),
        count,
        Optional.empty(),
        List.of(),
        0,
        true,
        List.of(),
        AUTO,
        DEFAULT_TIMEOUT);
  }

  private static void requireUser(String id) {
    try {
      Item.requireId(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("/userId", String.valueOf(e.getMessage()));
    }
  }

  private static void requireFew(String pointer, List<String> ids) {
    require(
        ids.size() <= MAX_ITEMS,
        pointer,
        "has %s items; at most %s are read",
        ids.size(),
        MAX_ITEMS);
  }

  @FormatMethod
  private static void require(
      boolean holds, String pointer, @FormatString String problem, Object... arguments) {
    if (!holds) {
      throw new InvalidRequestException(pointer, problem.formatted(arguments));
    }
  }
}
