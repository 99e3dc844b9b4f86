package dev.drago.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WordsTest {

  private final Words words = new Words();

  @Test
  void hyphensPartAndApostrophesJoin() {
    assertThat(folded("Sci-Fi, don't! Schindler’s"))
        .containsExactly("sci", "fi", "dont", "schindlers");
  }

  @Test
  void caseAndAccentsGoAlsoWhereTheyAreCharactersOfTheirOwn() {
    assertThat(folded("Ame\u0301lie AMÉLIE Straße 8½"))
        .containsExactly("amelie", "amelie", "strasse", "812");
  }

  @Test
  void everyWordKnowsWhereItStands() {
    String text = "¡Más 🍿 cine!";

    assertThat(words.of(text))
        .allSatisfy(w -> assertThat(text.substring(w.start(), w.end())).isEqualTo(w.written()))
        .hasSize(2);
  }

  @Test
  void pluralAndGenderAreOneStem() {
    assertThat(words.englishStem("zombies")).isEqualTo(words.englishStem("zombie"));
    assertThat(words.englishStem("comedies")).isEqualTo(words.englishStem("comedy"));
    assertThat(words.spanishStem("divertidas")).isEqualTo(words.spanishStem("divertido"));
    assertThat(words.spanishStem("divertidisima")).isEqualTo(words.spanishStem("divertido"));
  }

  @Test
  void loneSurrogatesAreNoWords() {
    assertThat(folded("a\uD800b \uDC00")).containsExactly("a", "b");
  }

  private List<String> folded(String text) {
    return words.of(text).stream().map(Words.Word::folded).toList();
  }
}
