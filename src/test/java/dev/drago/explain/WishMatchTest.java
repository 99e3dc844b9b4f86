package dev.drago.explain;

import static dev.drago.explain.Films.film;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.Item;
import dev.drago.explain.Evidence.OfWish;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WishMatchTest {

  /** A film of horror, science fiction and thrills. */
  private static final Item ALIEN = film("alien-1979");

  @Test
  void whatIsWishedForIsFound() {
    OfWish wish = WishMatch.of("not a comedy, but a horror film", ALIEN, 1).orElseThrow();
    assertThat(wish.attributes()).extracting(Shared::value).containsExactly("Horror");
    assertThat(WishMatch.of("sin romance, pero horror", ALIEN, 1).orElseThrow().attributes())
        .extracting(Shared::value)
        .containsExactly("Horror");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a comedy, not a horror film",
        "no horror",
        "a comedy without horror",
        "I don't want horror",
        "una comedia sin horror",
        "nada de horror",
        "nothing like horror"
      })
  void whatIsNotWantedIsNoReason(String text) {
    assertThat(WishMatch.of(text, ALIEN, 1)).isEqualTo(Optional.empty());
  }

  @Test
  void aWishThatDidNotLiftTheItemIsNoReason() {
    assertThat(WishMatch.of("horror", ALIEN, 0)).isEmpty();
    assertThat(WishMatch.of("horror", ALIEN, -0.2)).isEmpty();
    assertThat(WishMatch.of("horror", ALIEN, 0.001)).isPresent();
    assertThat(WishMatch.of("something else", ALIEN, 0.001)).isEmpty();
    assertThat(WishMatch.of("something else", ALIEN, 0.5)).isPresent();
  }
}
