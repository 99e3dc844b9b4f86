package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "90d, P90D",
    "24h, PT24H",
    "30M, PT30M",
    "10s, PT10S",
    "PT1H30M, PT90M",
    "P1D, PT24H"
  })
  void aLengthOfTimeIsReadAsPeopleWriteIt(String text, Duration expected) {
    assertThat(new Durations().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0d", "-1d", "1", "d", "PT0S", "-PT1H", "1w", "9999999999d", "P1Y"})
  void whatIsNoneIsRefusedWithItsName(String text) {
    assertThatThrownBy(() -> new Durations().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "' is no length of time");
  }
}
