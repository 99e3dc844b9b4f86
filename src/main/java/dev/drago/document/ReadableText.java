package dev.drago.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person reads of a document, without mark-up, and where its paragraphs are. Character
 * ranges of passages and citations count in this text. Of plain text it is the content itself.
 *
 * <p>A heading is in the text, but no paragraph: it is the context of the paragraphs below it. One
 * with nothing below it is a paragraph, so that nothing written is lost.
 */
public record ReadableText(String text, List<Paragraph> paragraphs) {

  /**
   * A paragraph, a list item, a table row: what belongs together.
   *
   * @param start its first character
   * @param end one after its last
   * @param headings the headings above it, outermost first, of each the first 200 characters
   */
  public record Paragraph(int start, int end, List<String> headings) {
    public Paragraph {
      headings = List.copyOf(headings);
    }
  }

  /** What ends a paragraph of plain text. */
  public static final Pattern BLANK_LINES = Pattern.compile("\\R[ \\t]*(?:\\R[ \\t]*)+");

  public ReadableText {
    paragraphs = List.copyOf(paragraphs);
  }

  /**
   * Reads a document.
   *
   * @throws InvalidDocumentException when nothing can be read in it, or it is nested too deep
   */
  public static ReadableText of(Document document) {
    ReadableText text =
        switch (document.format()) {
          case TEXT -> plain(document.content());
          case MARKDOWN -> HtmlReader.read(MarkdownReader.html(document.content()));
          case HTML -> HtmlReader.read(document.content());
        };
    if (text.paragraphs().isEmpty()) {
      throw new InvalidDocumentException(
          "/content", "document '%s' has no text that can be read".formatted(document.id()));
    }
    return text;
  }

  private static ReadableText plain(String content) {
    List<Paragraph> paragraphs = new ArrayList<>();
    Matcher blank = BLANK_LINES.matcher(content);
    int start = 0;
    while (blank.find()) {
      add(paragraphs, content, start, blank.start());
      start = blank.end();
    }
    add(paragraphs, content, start, content.length());
    return new ReadableText(content, paragraphs);
  }

  private static void add(List<Paragraph> paragraphs, String content, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && Character.isWhitespace(content.charAt(from))) {
      from++;
    }
    while (to > from && Character.isWhitespace(content.charAt(to - 1))) {
      to--;
    }
    if (from < to) {
      paragraphs.add(new Paragraph(from, to, List.of()));
    }
  }
}
