package dev.drago.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchemaInferenceTest {

  private static AttributeType cells(String... cells) {
    SchemaInference inference = new SchemaInference();
    for (String cell : cells) {
      inference.observe("a", cell);
    }
    return inference.schema().type("a").orElseThrow();
  }

  private static AttributeType json(String... values) {
    SchemaInference inference = new SchemaInference();
    for (String value : values) {
      inference.observe("a", StrictJson.read(value));
    }
    return inference.schema().type("a").orElseThrow();
  }

  @Test
  void cellsThatAreAllOfOneKindHaveThatType() {
    assertThat(cells("true", "FALSE", "")).isEqualTo(AttributeType.BOOLEAN);
    assertThat(cells("1", "-2.5", "1e3")).isEqualTo(AttributeType.NUMBER);
    assertThat(cells("1994-03-01", "2001-12-31")).isEqualTo(AttributeType.DATE);
    assertThat(cells("[\"a\"]", "[]")).isEqualTo(AttributeType.KEYWORD);
    assertThat(cells("Drama|Sea", "Drama")).isEqualTo(AttributeType.KEYWORD);
    assertThat(cells("Drama", "Sea", "Drama")).isEqualTo(AttributeType.KEYWORD);
  }

  @Test
  void mixturesAreKeywords() {
    assertThat(cells("1994", "unknown")).isEqualTo(AttributeType.KEYWORD);
    assertThat(cells("true", "1")).isEqualTo(AttributeType.KEYWORD);
    assertThat(cells("1994-03-01", "1994")).isEqualTo(AttributeType.KEYWORD);
    assertThat(json("1994", "\"unknown\"")).isEqualTo(AttributeType.KEYWORD);
  }

  @Test
  void codesWithLeadingZerosAreKeywords() {
    assertThat(cells("00420", "00421")).isEqualTo(AttributeType.KEYWORD);
    assertThat(cells("0", "0.5")).isEqualTo(AttributeType.NUMBER);
  }

  @Test
  void longTextIsTextEvenWithAStrayPipe() {
    assertThat(cells("short", "word ".repeat(30))).isEqualTo(AttributeType.TEXT);
    assertThat(cells("one | two", "word ".repeat(30))).isEqualTo(AttributeType.TEXT);
    assertThat(json("\"" + "word ".repeat(30) + "\"")).isEqualTo(AttributeType.TEXT);
  }

  @Test
  void sentencesOfMiddleLengthAreTextUnlessTheyRepeat() {
    String sentence = "A lighthouse keeper counts the ships of night %d.";
    String[] different =
        IntStream.range(0, 50).mapToObj(sentence::formatted).toArray(String[]::new);
    String[] repeating =
        IntStream.range(0, 50).mapToObj(i -> sentence.formatted(i % 5)).toArray(String[]::new);
    assertThat(cells(different)).isEqualTo(AttributeType.TEXT);
    assertThat(cells(repeating)).isEqualTo(AttributeType.KEYWORD);
  }

  @Test
  void manyPipeSeparatedNamesAreKeywordsHoweverLongTheCell() {
    assertThat(cells(String.join("|", Collections.nCopies(40, "Ada Example"))))
        .isEqualTo(AttributeType.KEYWORD);
  }

  @Test
  void jsonValuesHaveTheTypeOfTheirKind() {
    assertThat(json("true", "null")).isEqualTo(AttributeType.BOOLEAN);
    assertThat(json("1", "2.5")).isEqualTo(AttributeType.NUMBER);
    assertThat(json("\"1994-03-01\"")).isEqualTo(AttributeType.DATE);
    assertThat(json("[\"a\"]", "\"b\"")).isEqualTo(AttributeType.KEYWORD);
    assertThat(json("\"1994\"")).isEqualTo(AttributeType.KEYWORD);
  }

  @Test
  void attributesWithoutAnyValueOrWithAnImpossibleNameAreNotInTheSchema() {
    SchemaInference inference = new SchemaInference();
    inference.observe("blank", " ");
    inference.observe("none", StrictJson.read("[]"));
    inference.observe("two words", "x");
    inference.observe("id", StrictJson.read("1"));
    assertThat(inference.schema().isEmpty()).isTrue();
  }
}
