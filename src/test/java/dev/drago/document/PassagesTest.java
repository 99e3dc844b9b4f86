package dev.drago.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where sentences and passages end. */
class PassagesTest {

  private static List<String> sentences(String text) {
    return Sentences.of(text, Locale.ENGLISH).stream().map(span -> span.of(text)).toList();
  }

  @Test
  void anAbbreviationAnInitialAndADecimalPointEndNoSentence() {
    assertThat(
            sentences(
                "Dr. Ian Malcolm met J. R. Hammond at 3.5 km, e.g. near the gate. It rained all day. "
                    + "La Sra. Robinson vive en la pág. 7 del guion."))
        .containsExactly(
            "Dr. Ian Malcolm met J. R. Hammond at 3.5 km, e.g. near the gate.",
            "It rained all day.",
            "La Sra. Robinson vive en la pág. 7 del guion.");
  }

  @Test
  void aBlankLineEndsASentenceAndALineBreakDoesNot() {
    assertThat(sentences("A heading without a stop\n\nA sentence that\ngoes on. Another one here?"))
        .containsExactly(
            "A heading without a stop", "A sentence that\ngoes on.", "Another one here?");
  }

  @Test
  void aTermStaysWithItsExplanation() {
    assertThat(sentences("MacGuffin. A thing that everybody wants. It hardly matters."))
        .containsExactly("MacGuffin. A thing that everybody wants.", "It hardly matters.");
  }

  @Test
  void passagesAreOfSomeLengthAndOverlapByASentence() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("Sentence number %d has exactly eight words here. ".formatted(i));
    }
    List<Passage> passages = passages(text.toString(), DocumentFormat.TEXT);
    assertThat(passages).hasSize(3);
    assertThat(passages.get(0).text()).endsWith("Sentence number 24 has exactly eight words here.");
    assertThat(passages.get(1).text())
        .startsWith("Sentence number 24 has exactly eight words here. Sentence number 25 ");
    assertThat(passages).extracting(Passage::position).containsExactly(0, 1, 2);
  }

  @Test
  void aShortRestIsTakenIn() {
    String text = "A sentence of exactly seven words. ".repeat(37).strip();
    assertThat(passages(text, DocumentFormat.TEXT)).hasSize(1);
  }

  @Test
  void headingsAreContextAndDoNotMix() {
    List<Passage> passages =
        passages(
            "# Film\n\nIntroduction here.\n\n## Cast\n\nAna plays it.\n\n## Music\n\nBen wrote it.\n",
            DocumentFormat.MARKDOWN);
    assertThat(passages)
        .extracting(Passage::headings)
        .containsExactly(List.of("Film"), List.of("Film", "Cast"), List.of("Film", "Music"));
    assertThat(passages.get(1).inContext()).isEqualTo("A title – Film – Cast. Ana plays it.");
  }

  @Test
  void aTextWithoutSpacesIsCutBetweenCharacters() {
    String text = "😀".repeat(3_000);
    List<Passage> passages = passages(text, DocumentFormat.TEXT);
    assertThat(passages.stream().map(Passage::text).reduce("", String::concat)).isEqualTo(text);
    assertThat(passages).allMatch(p -> p.text().codePointCount(0, p.text().length()) <= 1_000);
  }

  static List<Passage> passages(String content, DocumentFormat format) {
    return Passages.of(
        new Document(
            "d",
            "A title",
            content,
            format,
            Optional.empty(),
            Optional.of("en"),
            Optional.empty()));
  }
}
