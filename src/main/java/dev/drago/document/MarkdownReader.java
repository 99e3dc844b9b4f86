package dev.drago.document;

import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** CommonMark to HTML, which {@link HtmlReader} reads: HTML may stand in Markdown anyway. */
final class MarkdownReader {

  /** The renderer recurses; nobody nests quotes and lists like this to be read. */
  private static final int MAX_DEPTH = 100;

  private static final int MAX_PARAGRAPH = 50_000;

  private static final Parser PARSER = Parser.builder().build();
  private static final HtmlRenderer RENDERER = HtmlRenderer.builder().build();

  private MarkdownReader() {}

  static String html(String markdown) {
    requireParagraphs(markdown);
    Node document = PARSER.parse(markdown);
    requireShallow(document);
    return RENDERER.render(document);
  }

  /** Some marks cost the square of the length of their paragraph. */
  private static void requireParagraphs(String markdown) {
    for (String paragraph : ReadableText.BLANK_LINES.split(markdown, -1)) {
      if (paragraph.length() > MAX_PARAGRAPH) {
        throw new InvalidDocumentException(
            "/content",
            "a paragraph of Markdown has at most %,d characters, not %,d"
                .formatted(MAX_PARAGRAPH, paragraph.length()));
      }
    }
  }

  private static void requireShallow(Node document) {
    int depth = 0;
    Node node = document;
    while (node != null) {
      if (node.getFirstChild() != null) {
        node = node.getFirstChild();
        depth++;
      } else {
        while (node != null && node.getNext() == null) {
          node = node.getParent();
          depth--;
        }
        node = node == null ? null : node.getNext();
      }
      if (depth > MAX_DEPTH) {
        throw new InvalidDocumentException(
            "/content", "the content nests deeper than %d levels".formatted(MAX_DEPTH));
      }
    }
  }
}
