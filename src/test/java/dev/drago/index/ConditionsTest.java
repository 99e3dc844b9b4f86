package dev.drago.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.AttributeValue.Flag;
import dev.drago.catalog.AttributeValue.Keywords;
import dev.drago.catalog.AttributeValue.Numeric;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions from values, without a syntax. */
class ConditionsTest {

  private static final float[] EAST = {1, 0};
  private static final OptionalDouble NONE = OptionalDouble.empty();

  @TempDir Path folder;
  private Corpus corpus;

  @BeforeEach
  void fill() {
    corpus = new Corpus(folder);
    put(0, "genres", new Keywords(List.of("Sci-Fi", "Comedy")), 1989, true, "2020-02-29");
    put(1, "genres", new Keywords(List.of("Film: \"Noir\" (AND OR)*")), 1990, false, "2020-03-01");
    put(2, "genres", new Keywords(List.of("Pedro Almodóvar")), 1999.5, true, "1969-12-31");
  }

  @AfterEach
  void close() {
    corpus.close();
  }

  private void put(int n, String name, Keywords words, double year, boolean colour, String day) {
    corpus.put(
        n,
        Corpus.item(
            "i" + n,
            "Title " + n,
            Map.of(
                name,
                words,
                "year",
                new Numeric(year),
                "colour",
                new Flag(colour),
                "day",
                new AttributeValue.Date(LocalDate.parse(day)))),
        EAST);
  }

  @Test
  void aValueIsMetWithoutRegardToCaseAccentsOrSyntax() {
    assertThat(value("genres", "sci-fi")).containsExactly(0);
    assertThat(value("genres", "film: \"noir\" (and or)*")).containsExactly(1);
    assertThat(value("genres", "PEDRO ALMODOVAR")).containsExactly(2);
    assertThat(value("genres", "Pedro Almodo\u0301var")).containsExactly(2);
    assertThat(value("genres", "Sci")).isEmpty();
    assertThat(value("genres", "")).isEmpty();
    assertThat(value("genres", "*")).isEmpty();
    assertThat(value("colour", "true")).containsExactly(0, 2);
    assertThat(value("year", "1999.5")).containsExactly(2);
    assertThat(value("year", "ninety")).isEmpty();
    assertThat(value("day", "2020-02-29")).containsExactly(0);
    assertThat(value("day", "yesterday")).isEmpty();
  }

  @Test
  void boundsBelongToTheRange() {
    assertThat(range("year", OptionalDouble.of(1989), OptionalDouble.of(1990)))
        .containsExactly(0, 1);
    assertThat(range("year", OptionalDouble.of(1989.5), NONE)).containsExactly(1, 2);
    assertThat(range("year", NONE, OptionalDouble.of(1989.9))).containsExactly(0);
    double day = LocalDate.parse("2020-02-29").toEpochDay();
    assertThat(range("day", OptionalDouble.of(day), OptionalDouble.of(day + 0.5)))
        .containsExactly(0);
    assertThat(range("day", NONE, OptionalDouble.of(-0.5))).containsExactly(2);
    assertThat(range("genres", OptionalDouble.of(1), NONE)).isEmpty();
  }

  @Test
  void anAttributeNobodyHasIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> value("colours", "red"))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining("'colours'");
  }

  @Test
  void conditionsCombineAsSetsDo() {
    Filter comedy = corpus.index.value("genres", "comedy");
    Filter colour = corpus.index.value("colour", "true");
    assertThat(matching(Filter.all(List.of(comedy, colour)))).containsExactly(0);
    assertThat(matching(Filter.any(List.of(comedy, colour)))).containsExactly(0, 2);
    assertThat(matching(comedy.negated())).containsExactly(1, 2);
    assertThat(matching(comedy.negated().negated())).containsExactly(0);
    assertThat(matching(Filter.all(List.of(colour, comedy.negated())))).containsExactly(2);
    assertThat(matching(Filter.all(List.of()))).containsExactly(0, 1, 2);
    assertThat(matching(Filter.any(List.of()))).isEmpty();
  }

  private int[] value(String attribute, String value) {
    return matching(corpus.index.value(attribute, value));
  }

  private int[] range(String attribute, OptionalDouble from, OptionalDouble to) {
    return matching(corpus.index.range(attribute, from, to));
  }

  private int[] matching(Filter filter) {
    try (IndexView view = corpus.index.view()) {
      return view.ordinals(filter).stream().toArray();
    }
  }
}
