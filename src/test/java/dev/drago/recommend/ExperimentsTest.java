package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares, and files that cannot be meant. */
class ExperimentsTest {

  private static final String THIRDS =
      """
      [{"name": "x", "variants": [
         {"name": "a", "strategy": "auto", "share": 0.2},
         {"name": "b", "strategy": "sequence", "share": 0.3}]}]""";

  private static double shareOf(Experiments experiments, String variant) {
    int users = 20_000;
    return IntStream.range(0, users)
            .filter(
                n ->
                    experiments
                        .of("u" + n, "default")
                        .filter(assigned -> assigned.variant().equals(variant))
                        .isPresent())
            .count()
        / (double) users;
  }

  @Test
  void sharesAreMetAndTheRestHasNoPart() {
    Experiments experiments = Experiments.parse(THIRDS);
    // Of 20,000: five standard deviations are at most .017.
    assertThat(shareOf(experiments, "x:a")).isBetween(.183, .217);
    assertThat(shareOf(experiments, "x:b")).isBetween(.283, .317);
    assertThat(experiments.of("u", "elsewhere")).isEmpty();
  }

  @Test
  void aLargerShareMovesNobodyOut() {
    Experiments small = Experiments.parse(THIRDS.replace("0.3", "0.1"));
    Experiments large = Experiments.parse(THIRDS.replace("0.3", "0.8"));
    IntStream.range(0, 2_000)
        .mapToObj(n -> "u" + n)
        .filter(user -> small.of(user, "default").isPresent())
        .forEach(
            user -> assertThat(large.of(user, "default")).isEqualTo(small.of(user, "default")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{\"name\": \"e\", \"variants\": [{\"name\": \"a\", \"strategy\": \"auto\", \"share\": 1}], \"x\": 1}]",
        "[{\"name\": \"e\", \"variants\": [{\"name\": \"a\", \"strategy\": \"auto\", \"share\": \"1\"}]}]",
        "[{\"name\": \"e\", \"variants\": [{\"name\": \"a\", \"strategy\": \"auto\", \"share\": 0.2},"
            + "{\"name\": \"a\", \"strategy\": \"sequence\", \"share\": 0.2}]}]",
        "[{\"name\": \"x\", \"variants\": []}]",
        "[{\"name\": \"x\"}]",
        "[{\"variants\": [{\"name\": \"a\", \"strategy\": \"auto\", \"share\": 1}]}]",
        "[{\"name\": \"x\", \"variants\": [{\"name\": \"a\", \"strategy\": \"auto\"}]}]",
        "[{\"name\": \"x\", \"variants\": [{\"name\": \"a\", \"strategy\": \"auto\", \"share\": 1.5}]}]",
        "[{\"name\": \"X!\", \"variants\": [{\"name\": \"a\", \"strategy\": \"auto\", \"share\": 1}]}]",
        "[{\"name\": \"x\", \"variants\": [{\"name\": \"a\", \"share\": 1}]}]",
        "not JSON",
      })
  void whatCannotBeMeantIsRefusedWithASentence(String json) {
    assertThatThrownBy(() -> Experiments.parse(json)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUnknownStrategyIsNamed() {
    assertThatThrownBy(() -> Experiments.parse(THIRDS).requireStrategies(List.of("auto")))
        .hasMessageContainingAll("'x'", "'sequence'", "auto");
  }
}
