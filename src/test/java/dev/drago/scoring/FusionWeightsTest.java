package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FusionWeightsTest {

  private static final int[] NONE = {};

  @Test
  void aStrangerGetsWhatIsPopularAndWhatPeopleStartWith() {
    assertThat(FusionWeights.of(Profile.ofHistory(NONE)))
        .isEqualTo(Map.of("popularity", 1.0, "sequence", 0.5));
  }

  @Test
  void withAHistoryTheSequenceModelLeads() {
    assertThat(FusionWeights.of(Profile.ofHistory(new int[] {1, 2})))
        .isEqualTo(
            Map.of(
                "sequence", 1.0,
                "semantic", 0.1,
                "popularity", 0.3 / 3,
                "next-item", 0.02,
                "ease", 0.015));
  }

  @Test
  void popularityFadesAsTheHistoryGrowsUntilItIsNotWorthComputing() {
    double[] weights =
        IntStream.rangeClosed(1, 50)
            .mapToDouble(n -> popularity(Profile.ofHistory(new int[n])))
            .toArray();

    for (int n = 1; n < 29; n++) {
      assertThat(weights[n]).isPositive().isLessThan(weights[n - 1]);
    }
    assertThat(weights[28]).isEqualTo(0.01);
    assertThat(weights).endsWith(new double[21]);
  }

  @Test
  void whatIsSaidCountsMoreThanWhatIsDone() {
    Profile liking = new Profile(NONE, new int[] {1}, NONE, Optional.empty());
    Profile disliking = new Profile(new int[] {2}, NONE, new int[] {1}, Optional.empty());

    assertThat(FusionWeights.of(liking)).containsEntry("semantic", 0.5);
    assertThat(FusionWeights.of(disliking)).containsEntry("semantic", 0.5);
  }

  @Test
  void whoOnlyDislikesIsNoStranger() {
    Profile profile = new Profile(NONE, NONE, new int[] {1}, Optional.empty());

    assertThat(FusionWeights.of(profile))
        .isEqualTo(
            Map.of(
                "sequence", 1.0,
                "semantic", 0.5,
                "popularity", 0.3,
                "next-item", 0.0,
                "ease", 0.0));
  }

  @Test
  void aWishInWordsOutweighsAllElseWhateverElseIsKnown() {
    for (int known : new int[] {0, 1, 100}) {
      Profile profile = new Profile(new int[known], NONE, NONE, Optional.of("a heist"));
      assertThat(FusionWeights.of(profile))
          .isEqualTo(Map.of("semantic", 1.0, "sequence", 0.25, "popularity", 0.05));
    }
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

  private static double popularity(Profile profile) {
    return FusionWeights.of(profile).getOrDefault(PopularityScorer.NAME, 0.0);
  }
}
