package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.drago.scoring.FusionWeights.Knot;
import dev.drago.scoring.FusionWeights.Mix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FusionWeightsTest {

  private static final int[] NONE = {};

  private static final FusionWeights WEIGHTS =
      new FusionWeights(
          "a test",
          List.of(
              new Mix(
                  List.of("sequence", "semantic", "popularity"),
                  List.of(
                      new Knot(0, Map.of("popularity", 1.0)),
                      new Knot(3, Map.of("sequence", 0.6, "popularity", 0.2)),
                      new Knot(15, Map.of("sequence", 0.8, "semantic", 0.1)))),
              new Mix(
                  List.of("semantic", "popularity"),
                  List.of(new Knot(0, Map.of("semantic", 0.5, "popularity", 0.7))))),
          Map.of("semantic", 1.0, "sequence", 0.1),
          Map.of("semantic", 0.4));

  private static final Set<String> ALL = Set.of("sequence", "semantic", "popularity");

  @Test
  void weightsAreThoseOfAKnotAtItsLengthAndOfTheLastBeyondIt() {
    assertThat(WEIGHTS.of(history(0), ALL)).containsOnly(entry("popularity", 1.0));
    assertThat(WEIGHTS.of(history(3), ALL))
        .containsOnly(entry("sequence", 0.6), entry("popularity", 0.2));
    assertThat(WEIGHTS.of(history(15), ALL))
        .isEqualTo(WEIGHTS.of(history(10_000), ALL))
        .containsOnly(entry("sequence", 0.8), entry("semantic", 0.1));
  }

  @Test
  void betweenTwoKnotsTheyAreLinearInTheLogarithmOfTheLength() {
    // log(1 + 7) = log 8 lies halfway between log(1 + 3) = log 4 and log(1 + 15) = log 16
    Map<String, Double> between = WEIGHTS.of(history(7), ALL);

    assertThat(between.get("sequence")).isCloseTo(0.7, within(1e-12));
    assertThat(between.get("popularity")).isCloseTo(0.1, within(1e-12));
    assertThat(between.get("semantic")).isCloseTo(0.05, within(1e-12));
  }

  @Test
  void whenAScorerIsSilentTheMixOfTheOthersCounts() {
    assertThat(WEIGHTS.of(history(15), Set.of("semantic", "popularity")))
        .containsOnly(entry("semantic", 0.5), entry("popularity", 0.7));
  }

  @Test
  void whoSpeaksAloneIsHeardWhateverTheWeights() {
    assertThat(WEIGHTS.of(history(0), Set.of("sequence"))).containsOnly(entry("sequence", 1.0));
    assertThat(WEIGHTS.of(history(0), Set.of("another"))).containsOnly(entry("another", 1.0));
    assertThat(WEIGHTS.of(history(0), Set.of())).isEmpty();
  }

  @Test
  void likesAndDislikesRaiseWhatReadsThemAndNeverLowerIt() {
    Profile liking = new Profile(new int[14], new int[] {1}, NONE, Optional.empty());
    Profile disliking = new Profile(new int[15], NONE, new int[] {1}, Optional.empty());

    assertThat(WEIGHTS.of(liking, ALL)).containsEntry("semantic", 0.4);
    assertThat(WEIGHTS.of(disliking, ALL))
        .containsOnly(entry("semantic", 0.4), entry("sequence", 0.8));
    assertThat(WEIGHTS.of(disliking, Set.of("semantic", "popularity")))
        .containsEntry("semantic", 0.5);
  }

  @Test
  void aWishInWordsOutweighsAllElseWhateverElseIsKnown() {
    for (int known : new int[] {0, 1, 100}) {
      Profile profile = new Profile(new int[known], NONE, NONE, Optional.of("a heist"));
      assertThat(WEIGHTS.of(profile, ALL))
          .containsOnly(entry("semantic", 1.0), entry("sequence", 0.1));
    }
  }

  @Test
  void whatIsNoWeightIsRefusedByName() {
    for (double wrong : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Knot(0, Map.of("ease", wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ease " + wrong);
    }
    assertThatThrownBy(() -> new Mix(List.of("a"), List.of(new Knot(1, Map.of("a", 1.0)))))
        .hasMessageContaining("from 0 items of history on");
    assertThatThrownBy(
            () ->
                new Mix(
                    List.of("a"),
                    List.of(new Knot(0, Map.of()), new Knot(3, Map.of()), new Knot(3, Map.of()))))
        .hasMessageContaining("3 follows 3");
  }

  @Test
  void aProfileReadsAsItsHistoryAndThenWhatIsLiked() {
    Profile profile = new Profile(new int[] {3, 1}, new int[] {2}, new int[] {9}, Optional.empty());

    assertThat(profile.sequence()).containsExactly(3, 1, 2);
    assertThat(profile.isEmpty()).isFalse();
    assertThat(Profile.ofHistory(NONE).isEmpty()).isTrue();
    assertThat(new Profile(NONE, NONE, new int[] {1}, Optional.empty()).isEmpty()).isFalse();
    assertThat(new Profile(NONE, NONE, NONE, Optional.of("x")).isEmpty()).isFalse();
  }

  private static Profile history(int length) {
    return Profile.ofHistory(new int[length]);
  }
}
