package dev.drago.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.document.ReadableText.Paragraph;
import dev.drago.document.Sentences.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Nothing that is written is lost, whatever is written. */
class PassagesPropertyTest {

  @Property(tries = 300)
  void sentencesAreInOrderAndHoldEverythingButWhiteSpace(@ForAll("prose") String text) {
    BitSet covered = new BitSet();
    int last = 0;
    for (Span span : Sentences.of(text, Locale.ENGLISH)) {
      assertThat(span.start()).isGreaterThanOrEqualTo(last).isLessThan(span.end());
      assertThat(span.end() - span.start()).isLessThanOrEqualTo(Sentences.MAX_LENGTH);
      assertThat(span.of(text).strip()).isEqualTo(span.of(text));
      covered.set(span.start(), span.end());
      last = span.end();
    }
    requireOnlyWhiteSpaceUncovered(text, covered);
  }

  @Property(tries = 200)
  void passagesOfPlainTextHoldEverythingInOrder(@ForAll("prose") String text) {
    if (text.isBlank()) {
      return;
    }
    BitSet covered = new BitSet();
    int last = -1;
    for (Passage passage : Passages.of(document(text, DocumentFormat.TEXT))) {
      assertThat(passage.text()).isEqualTo(text.substring(passage.start(), passage.end()));
      assertThat(passage.start()).isGreaterThan(last);
      assertThat(Passages.words(text, new Span(passage.start(), passage.end())))
          .isLessThanOrEqualTo(200 + 30 + Sentences.MAX_LENGTH / 2);
      covered.set(passage.start(), passage.end());
      last = passage.start();
    }
    requireOnlyWhiteSpaceUncovered(text, covered);
  }

  /** A page of sections, with headings deep and shallow, with and without text below them. */
  @Property(tries = 200)
  void everyParagraphOfAPageIsInAPassageAndEveryHeadingInOneOrAboveOne(
      @ForAll("sections") List<Section> sections) {
    StringBuilder html = new StringBuilder();
    for (Section section : sections) {
      html.append("<h%1$d>%2$s</h%1$d>".formatted(section.level(), section.heading()));
      section.paragraphs().forEach(p -> html.append("<p>").append(p).append("</p>"));
    }
    Document document = document(html.toString(), DocumentFormat.HTML);
    ReadableText readable = ReadableText.of(document);
    List<Passage> passages = Passages.of(document);
    BitSet covered = new BitSet();
    List<String> above = new ArrayList<>();
    for (Passage passage : passages) {
      covered.set(passage.start(), passage.end());
      above.addAll(passage.headings());
    }
    for (Paragraph paragraph : readable.paragraphs()) {
      assertThat(covered.nextClearBit(paragraph.start())).isGreaterThanOrEqualTo(paragraph.end());
    }
    for (Section section : sections) {
      boolean inOne = passages.stream().anyMatch(p -> p.text().contains(section.heading()));
      assertThat(inOne || above.contains(section.heading())).as(section.heading()).isTrue();
    }
  }

  record Section(int level, String heading, List<String> paragraphs) {}

  @Provide
  Arbitrary<List<Section>> sections() {
    Arbitrary<String> word =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(9);
    Arbitrary<String> heading =
        Arbitraries.integers().between(0, 1 << 20).map(n -> "Heading " + Integer.toString(n, 36));
    Arbitrary<String> paragraph =
        word.list().ofMinSize(1).ofMaxSize(150).map(words -> String.join(" ", words) + ".");
    return net.jqwik.api.Combinators.combine(
            Arbitraries.integers().between(1, 6), heading, paragraph.list().ofMaxSize(3))
        .as(Section::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> prose() {
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(
                20, Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8)),
            net.jqwik.api.Tuple.of(6, Arbitraries.of(". ", "? ", "! ", "… ", ".\n", ". \"")),
            net.jqwik.api.Tuple.of(3, Arbitraries.of("\n\n", "\r\n\r\n", "\n", "\t", "\u2028")),
            net.jqwik.api.Tuple.of(3, Arbitraries.of("Mr. ", "J. ", "e.g. ", "Dr. A. ", "3.14 ")),
            net.jqwik.api.Tuple.of(2, Arbitraries.of("映画", "。", "ñ", "é", "😀", "\u0301")),
            net.jqwik.api.Tuple.of(1, Arbitraries.of("x".repeat(1_500), "word ".repeat(300))));
    return piece.list().ofMaxSize(120).map(pieces -> String.join(" ", pieces));
  }

  private static Document document(String content, DocumentFormat format) {
    return new Document(
        "d", "A title", content, format, Optional.empty(), Optional.of("en"), Optional.empty());
  }

  private static void requireOnlyWhiteSpaceUncovered(String text, BitSet covered) {
    for (int i = 0; i < text.length(); i++) {
      if (!covered.get(i)) {
        assertThat(Character.isWhitespace(text.charAt(i)))
            .as("character %d of '%s' is in none", i, text)
            .isTrue();
      }
    }
  }
}
