package dev.drago.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.AttributeValue.Date;
import dev.drago.catalog.AttributeValue.Flag;
import dev.drago.catalog.AttributeValue.Keywords;
import dev.drago.catalog.AttributeValue.Numeric;
import dev.drago.catalog.AttributeValue.Text;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters over five films; the expected ordinals are by hand. */
class FilterTest {

  @TempDir static Path folder;

  private static Corpus corpus;

  @BeforeAll
  static void fill() {
    corpus = new Corpus(folder);
    corpus.put(
        0, film("Mujeres", 1988, -5, true, "1988-03-25", "Comedy", "Drama", "Pedro Almodóvar"));
    corpus.put(1, film("Glass Harbour", 1994, 2.5, false, "1994-12-31", "Drama"));
    corpus.put(2, film("The Comedy of Harbours", 1994.5, 1e12, true, "1969-07-20", "COMEDY"));
    corpus.put(3, Corpus.item("it:3 \"x\"".replace(" ", "_"), "Bare", Map.of()));
    corpus.put(
        4,
        Corpus.item(
            "ÄB", "Four", Map.of("plot", new Text("A long harbour story, told to a child"))));
  }

  @AfterAll
  static void close() {
    corpus.close();
  }

  private static dev.drago.catalog.Item film(
      String title, double year, double score, boolean colour, String day, String... genres) {
    Map<String, AttributeValue> attributes =
        Map.of(
            "year", new Numeric(year),
            "score", new Numeric(score),
            "colour", new Flag(colour),
            "released", new Date(LocalDate.parse(day)),
            "genres", new Keywords(List.of(genres)));
    return Corpus.item(title.replace(' ', '-'), title, attributes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "genres:Comedy                         | 0 2",
        "genres:comedy                         | 0 2",
        "genres:CÓMEDY                         | 0 2",
        "genres:\"pedro almodovar\"            | 0",
        "genres:\"Pedro Almodo\u0301var\"      | 0",
        "genres:pedro                          | ''",
        "genres:com*                           | 0 2",
        "genres:(comedy drama)                 | 0 1 2",
        "genres:comedy AND genres:drama        | 0",
        "+genres:comedy -genres:drama          | 2",
        "genres:drama AND NOT genres:comedy    | 1",
        "genres:[* TO *]                       | 0 1 2",
        "year:1994                             | 1",
        "year:1994.5                           | 2",
        "year:[1988 TO 1994]                   | 0 1",
        "year:{1988 TO 1994]                   | 1",
        "year:[* TO 1988]                      | 0",
        "year>1988                             | 1 2",
        "year>=1994                            | 1 2",
        "year:[* TO *]                         | 0 1 2",
        "score:\\-5                            | 0",
        "score:\"-5\"                          | 0",
        "score:[-10 TO 3]                      | 0 1",
        "score:1e12                            | 2",
        "score:1E12                            | 2",
        "colour:true                           | 0 2",
        "colour:False                          | 1",
        "released:1994-12-31                   | 1",
        "released:[1969-01-01 TO 1988-12-31]   | 0 2",
        "released:[* TO 1970-01-01}            | 2",
        "released:[* TO *]                     | 0 1 2",
        "id:Glass-Harbour                      | 1",
        "id:\"Glass-Harbour\"                  | 1",
        "id:glass-harbour                      | ''",
        "id:Glass-*                            | 1",
        "id:ÄB                                 | 4",
        "id:ab                                 | ''",
        "id:it\\:3_\\\"x\\\"                   | 3",
        "title:harbour                         | 1 2",
        "harbour                               | 1 2 4",
        "\"glass harbour\"                     | 1",
        "\"harbour glass\"                     | ''",
        "plot:\"harbour story\"                | 4",
        "plot:stories                          | 4",
        "plot:[* TO *]                         | 4",
        "colour:[* TO *]                       | 0 1 2",
        "*:*                                   | 0 1 2 3 4",
        "NOT genres:comedy                     | 1 3 4",
        "-genres:comedy                        | 1 3 4",
        "NOT genres:comedy AND NOT year:1994   | 3 4",
        "harbour AND (NOT genres:comedy)       | 1 4",
        "NOT (NOT genres:comedy)               | 0 2",
        "genres:drama OR (NOT year:[* TO *])   | 0 1 3 4",
        "NOT harbour                           | 0 3",
        "*:* AND NOT year:[* TO *]             | 3 4",
        "genres:nosuch                         | ''",
        "year:2100                             | ''",
        "text:word                             | ''",
      })
  void aFilterMatchesWhatItSays(String filter, String expected) {
    assertThat(Arrays.stream(corpus.matching(filter)).mapToObj(Integer::toString))
        .as(filter)
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "director:X, director",
    "genres:Drama AND (year:1994 OR yaer:1995), yaer",
    "YEAR:1994, YEAR",
    "$ordinal:3, $ordinal",
    "$vector:3, $vector",
    "directors:[a TO b], directors",
    "nosuch:*, nosuch",
    "nosuch:/x.*/, nosuch",
  })
  void anUnknownFieldIsRefusedByName(String filter, String field) {
    assertRefused(filter, "'" + field + "'", "genres");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "(",
        ")",
        "genres:",
        "genres:(comedy",
        "\"open",
        "[1 TO",
        "year:[1 2]",
        "AND",
        "a AND",
        "genres:comedy)",
        "year:[1988 TO 1994",
        "*abc",
        "a^b",
        "\\",
        "genres:/[/",
      })
  void brokenSyntaxIsRefusedAndQuoted(String filter) {
    assertRefused(filter, "'" + filter + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "year:1994abc, 1994abc",
    "year:abc, abc",
    "year:19*, 19*",
    "year:/19.*/, 19.*",
    "year:1994~, 1994",
    "'year:[1,9 TO 3]', '1,9'",
    "year:[a TO b], a",
    "year:NaN, NaN",
    "released:1994, 1994",
    "released:1994-13-01, 1994-13-01",
    "released:1994*, 1994*",
    "released:[yesterday TO *], yesterday",
    "colour:red, red",
  })
  void aValueThatItsFieldCannotHaveIsRefusedByName(String filter, String value) {
    assertRefused(filter, value, filter.substring(0, filter.indexOf(':')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"year", "genres", "colour", "released", "plot", "id", "title"})
  void askingForAnyValueWithAStarSaysHowToAsk(String field) {
    assertRefused("harbour AND " + field + ":*", field + ":[* TO *]");
  }

  @Test
  void aFilterOfTooManyCharactersIsRefused() {
    assertRefused("a".repeat(FilterParser.MAX_LENGTH + 1), "10001", "10000");
    assertThat(corpus.matching("a".repeat(FilterParser.MAX_LENGTH))).isEmpty();
  }

  @Test
  void aFilterOfManyValuesIsAnsweredOrRefusedButNeverBreaks() {
    assertThat(corpus.matching(repeated("id:%d", " OR ", 500) + " OR id:ÄB")).containsExactly(4);
    assertRefused(repeated("%d", " OR ", 1_200), "1024");
    String groups = "(%s) AND (%s)".formatted(repeated("%d", " ", 900), repeated("%d", " ", 900));
    assertRefused(groups, "1024");
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 500, 2_000, 4_900})
  @Timeout(20)
  void aFilterNestedHoweverDeeplyIsAnsweredOrRefused(int depth) throws Exception {
    List<String> filters =
        List.of(
            "(".repeat(depth) + "harbour" + ")".repeat(depth),
            repeated("(a", " OR ", Math.min(depth, 1_400)) + ")".repeat(Math.min(depth, 1_400)),
            "NOT (".repeat(Math.min(depth, 1_600)) + "a" + ")".repeat(Math.min(depth, 1_600)));
    Throwable[] failure = {null};
    Runnable work =
        () -> {
          for (String filter : filters) {
            try {
              corpus.matching(filter);
            } catch (FilterException e) {
              assertThat(depth).as(e.getMessage()).isGreaterThan(50);
              assertThat(e).hasMessageContaining("nested");
            }
          }
        };
    Thread small = new Thread(null, work, "small stack", 256 << 10);
    small.setUncaughtExceptionHandler((t, e) -> failure[0] = e);
    small.start();
    small.join();
    assertThat(failure[0]).isNull();
  }

  @Test
  void aMonstrousPatternIsRefused() {
    assertRefused("title:/(.*a){1000}/", "title");
    assertRefused("title:/(a|b)*a(a|b){20}/".repeat(1), "title");
  }

  private static String repeated(String piece, String between, int times) {
    return IntStream.range(0, times)
        .mapToObj(i -> piece.replace("%d", "" + i))
        .collect(Collectors.joining(between));
  }

  private static void assertRefused(String filter, String... mentioned) {
    assertThatThrownBy(() -> corpus.matching(filter))
        .isInstanceOf(FilterException.class)
        .hasMessageContainingAll(mentioned)
        .message()
        .doesNotContain("null", "Exception", "\t");
  }
}
