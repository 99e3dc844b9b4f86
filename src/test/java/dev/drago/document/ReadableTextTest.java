package dev.drago.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads, and what nobody should have to. */
@Timeout(60)
class ReadableTextTest {

  private static Document document(String content, DocumentFormat format) {
    return new Document(
        "d", "A title", content, format, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static String html(String content) {
    return ReadableText.of(document(content, DocumentFormat.HTML)).text();
  }

  private static String markdown(String content) {
    return ReadableText.of(document(content, DocumentFormat.MARKDOWN)).text();
  }

  @Test
  void scriptsStylesFormsAndWhatIsHiddenAreLeftOut() {
    assertThat(
            html(
                """
                <title>no</title><style>p{no}</style><script>no()</script>
                <nav>no</nav><p>one<!-- no --> <b>two</b></p><p hidden>no</p>
                <p style="color:red; DISPLAY : none">no</p><template>no</template>
                <textarea>no</textarea><button>no</button><svg><text>no</text></svg>
                <div aria-hidden=true>no</div><img alt=no src=x onerror="no()">
                <table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table><p>three<br>four"""))
        .isEqualTo("one two\n\na; b\n\nc\n\nthree four");
  }

  @Test
  void entitiesAreCharactersAndBrokenMarkUpIsRead() {
    assertThat(html("<p>A &lt;b&gt; &amp; c &eacute;<p>next <i>unclosed"))
        .isEqualTo("A <b> & c é\n\nnext unclosed");
    assertThat(html("&#0;&#xD800;x")).doesNotContain("\0").endsWith("x");
  }

  @Test
  void markdownLosesItsMarksAndTheHtmlInIt() {
    assertThat(
            markdown(
                """
                # A *title*

                Some **bold** text, a [link](javascript:no) and `code`.

                - one
                - two

                <script>no()</script>

                > quoted <b>words</b>
                """))
        .isEqualTo("A title\n\nSome bold text, a link and code.\n\none\n\ntwo\n\nquoted words");
  }

  /** Every passage below a heading has it with it. */
  @Test
  void aHeadingIsCutWhereItIsContextAndWholeWhereItIsText() {
    for (DocumentFormat format : List.of(DocumentFormat.HTML, DocumentFormat.MARKDOWN)) {
      StringBuilder page = new StringBuilder();
      boolean html = format == DocumentFormat.HTML;
      String heading = "x" + "🎬".repeat(html ? 250_000 : 20_000);
      page.append(html ? "<h1>" + heading + "</h1>" : "# " + heading + "\n\n");
      for (int i = 0; i < 20_000; i++) {
        page.append(html ? "<h2>a<p>b" : "## a\n\nb\n\n");
      }
      ReadableText text = ReadableText.of(document(page.toString(), format));
      assertThat(text.text()).startsWith(heading);
      assertThat(text.paragraphs()).hasSizeGreaterThanOrEqualTo(20_000);
      assertThat(text.paragraphs())
          .allSatisfy(
              p -> assertThat(p.headings()).allMatch(h -> heading.startsWith(h) || h.equals("a")));
      assertThat(text.paragraphs().stream().flatMap(p -> p.headings().stream()))
          .allMatch(h -> h.length() <= 200 && !Character.isHighSurrogate(h.charAt(h.length() - 1)));
    }
  }

  @Test
  void plainTextIsItselfToTheLetter() {
    String text = "  <b>not html</b>\r\n\r\n# not a heading [1]\n";
    assertThat(ReadableText.of(document(text, DocumentFormat.TEXT)).text()).isEqualTo(text);
  }

  @Test
  void aPageWithoutTextIsRefused() {
    for (String empty : new String[] {"<script>x</script>", "<p> &nbsp; </p>", "<!-- x -->"}) {
      assertThatThrownBy(() -> html(empty))
          .isInstanceOf(InvalidDocumentException.class)
          .hasMessage("document 'd' has no text that can be read");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<div>", "<b>", "<ul><li>", "<table><tr><td>", "<span hidden>", "&", "<"})
  void aMegabyteOfOneTagEndsSoonAndHarmsNothing(String tag) {
    String page = tag.repeat((Document.MAX_CONTENT - 100) / tag.length()) + "<p>the end</p>";
    try {
      assertThat(html(page)).isNotEmpty();
    } catch (InvalidDocumentException e) {
      assertThat(e).hasMessageContaining("no text that can be read");
    }
  }

  @Test
  void aParagraphThatIsNoneIsRefused() {
    assertThatThrownBy(() -> markdown("<a ".repeat(20_000)))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessage("a paragraph of Markdown has at most 50,000 characters, not 60,000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"> ", "- ", "[", "*a **b ", "![", "`a ", "<a ", "1. ", "[a](", "_a__ "})
  void longParagraphsOfOneMarkEndSoonAndHarmNothing(String mark) {
    String page = (mark.repeat(40_000 / mark.length()) + "the end\n\n").repeat(3);
    try {
      assertThat(markdown(page)).isNotEmpty();
    } catch (InvalidDocumentException e) {
      assertThat(e).hasMessageContaining("nests deeper than 100 levels");
    }
  }
}
