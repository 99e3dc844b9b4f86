package dev.drago.catalog.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00Z",
    "1717156800, 2024-05-31T12:00:00Z",
    "1717156800.5, 2024-05-31T12:00:00.500Z",
    "1717156800123, 2024-05-31T12:00:00.123Z",
    "2024-05-31, 2024-05-31T00:00:00Z",
    "2024-05-31T12:00:00, 2024-05-31T12:00:00Z",
    "2024-05-31 12:00:00, 2024-05-31T12:00:00Z",
    "2024-05-31 12:00:00.25, 2024-05-31T12:00:00.250Z",
    "2024-05-31T14:00:00+02:00, 2024-05-31T12:00:00Z",
    "2024-05-31T08:00-04:00, 2024-05-31T12:00:00Z",
    "2199-12-31T23:59:59Z, 2199-12-31T23:59:59Z",
  })
  void readsTheFormsThatLogsHave(String text, Instant at) throws LineProblem {
    assertThat(Timestamp.parse(text)).isEqualTo(at);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1", "1e300", "17171568001230", "1969-12-31", "2200-01-01", "soon", "2024-02-30",
        "2024-05-31T25:00:00", "31.05.2024", "1e999", "NaN", "2024-05-31T12:00:00Zoo", "T", "+"
      })
  void refusesOthers(String text) {
    assertThatExceptionOfType(LineProblem.class)
        .isThrownBy(() -> Timestamp.parse(text))
        .returns(ImportError.Kind.TIME, LineProblem::kind)
        .withMessageContaining("'" + text + "'");
  }
}
