package dev.drago.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void ends_and_ticks_are_round_and_their_labels_tell_them_apart() {
    Scale scale = Scale.of(DoubleStream.of(0, 0.37), 0, 100);

    assertThat(Arrays.stream(scale.ticks()).mapToObj(scale::label))
        .containsExactly("0", ".1", ".2", ".3", ".4");
    assertThat(scale.at(0.2)).isCloseTo(50, within(1e-9));
    Scale negative = Scale.of(DoubleStream.of(-0.03, 0.001), 0, 100);
    assertThat(negative.label(negative.ticks()[0])).isEqualTo("\u2212.03");
  }

  @Test
  void every_value_lies_between_the_ends() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      double size = Math.pow(10, random.nextInt(-6, 7));
      double[] values = random.doubles(1 + random.nextInt(4), -size, size).toArray();
      Scale scale = Scale.of(DoubleStream.of(values), 10, 90);
      for (double value : values) {
        assertThat(scale.at(value)).isBetween(10 - 1e-6, 90 + 1e-6);
      }
      assertThat(scale.ticks()).hasSizeBetween(2, 9);
    }
  }

  @Test
  void labels_are_moved_apart_and_stay_within_bounds() {
    double[] moved = Plot.apart(new double[] {50, 51, 50.5, 10}, 15, 0, 60);

    double[] sorted = moved.clone();
    Arrays.sort(sorted);
    assertThat(sorted[3]).isLessThanOrEqualTo(60);
    for (int i = 1; i < sorted.length; i++) {
      assertThat(sorted[i] - sorted[i - 1]).isGreaterThanOrEqualTo(15 - 1e-9);
    }
  }
}
