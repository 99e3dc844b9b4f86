package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecommendationRequestTest {

  private final Ask ask = Ask.anything();

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 501, Integer.MAX_VALUE})
  void aCountOutOfRangeIsRefused(int count) {
    assertRefused(() -> ask.count(count), "/count", "must be 1 to 500, not " + count);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void aDiversityOutOfRangeIsRefused(double diversity) {
    assertRefused(() -> ask.diversity(diversity), "/diversity", "must be 0 to 1, not " + diversity);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE / 1_000_000, -1, 0, 9, 60_001})
  void aTimeoutOutOfRangeIsRefused(long millis) {
    assertRefused(
        () -> ask.timeout(Duration.ofMillis(millis)),
        "/timeoutMs",
        "must be 10 to 60000, not " + millis);
  }

  @Test
  void aWishIsNeitherBlankNorEndless() {
    assertRefused(() -> ask.text(" \n\t"), "/text", "must not be blank");
    assertRefused(
        () -> ask.text("x".repeat(2_001)), "/text", "has 2001 characters; at most 2000 are read");
  }

  @Test
  void aListOfTooManyItemsIsRefused() {
    String[] many = Collections.nCopies(10_001, "a").toArray(String[]::new);
    String detail = "has 10001 items; at most 10000 are read";

    assertRefused(() -> ask.history(many), "/history", detail);
    assertRefused(() -> ask.like(many), "/like", detail);
    assertRefused(() -> ask.dislike(many), "/dislike", detail);
    assertRefused(() -> ask.exclude(many), "/exclude", detail);
  }

  @Test
  void theEndsOfEveryRangeBelongToIt() {
    String[] most = Collections.nCopies(10_000, "a").toArray(String[]::new);

    assertThatCode(
            () ->
                ask.count(1)
                    .count(500)
                    .diversity(0)
                    .diversity(1)
                    .timeout(Duration.ofMillis(10))
                    .timeout(Duration.ofSeconds(60))
                    .text("x".repeat(2_000))
                    .history(most)
                    .exclude(most))
        .doesNotThrowAnyException();
  }

  @Test
  void aListThatChangesLaterChangesNoRequest() {
    List<String> history = new ArrayList<>(List.of("a"));
    RecommendationRequest r = ask.request();
    RecommendationRequest request =
        new RecommendationRequest(
            r.userId(),
            history,
            r.text(),
            r.like(),
            r.dislike(),
            r.count(),
            r.filter(),
            r.boosts(),
            r.diversity(),
            r.excludeSeen(),
            r.exclude(),
            r.strategy(),
            r.timeout());
    history.add("b");

    assertThat(request.history()).containsExactly("a");
  }

  private static void assertRefused(Runnable making, String pointer, String detail) {
    InvalidRequestException e = catchThrowableOfType(InvalidRequestException.class, making::run);
    assertThat(e.violations())
        .containsExactly(new InvalidRequestException.Violation(pointer, detail));
    assertThat(e).hasMessage(pointer + " " + detail);
  }
}
