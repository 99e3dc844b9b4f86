package dev.drago.document;

import dev.drago.document.ReadableText.Paragraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * The text of an HTML page as a reader sees it. Scripts, styles, forms and what is hidden are left
 * out; jsoup walks without recursion, so depth does no harm.
 */
final class HtmlReader {

  private static final String UNREAD =
      "head, script, style, noscript, template, iframe, object, svg, math, canvas, audio, video,"
          + " select, textarea, button, input, nav, [hidden], [aria-hidden=true],"
          + " [style~=(?i)display\\s*:\\s*none], [style~=(?i)visibility\\s*:\\s*hidden]";

  private static final int HEADING_LEVELS = 6;

  /**
   * Characters; every passage below a heading has it, so a long one would be there thousandfold.
   */
  private static final int LONGEST_HEADING = 200;

  private static final Pattern SPACE = Pattern.compile("[\\s\\u00A0]+");

  /** NUL and half pairs, which character references may give. */
  private static final Pattern NO_TEXT = Pattern.compile("[\\x00\\p{Cs}]");

  private record Block(String text, int level) {}

  private HtmlReader() {}

  static ReadableText read(String html) {
    org.jsoup.nodes.Document page = Jsoup.parse(html);
    page.select(UNREAD).remove();
    return assembled(blocks(page.body()));
  }

  private static List<Block> blocks(Element body) {
    List<Block> blocks = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    NodeTraversor.traverse(
        new NodeVisitor() {
          @Override
          public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
              open.append(text.getWholeText());
            } else if (node instanceof Element element) {
              if (isCell(element)) {
                open.append(open.toString().isBlank() ? " " : "; ");
              } else if (isBlock(element)) {
                close(0);
              } else if (element.normalName().equals("br")) {
                open.append(' ');
              }
            }
          }

          @Override
          public void tail(Node node, int depth) {
            if (node instanceof Element element && isBlock(element) && !isCell(element)) {
              close(level(element));
            }
          }

          private void close(int level) {
            String text = SPACE.matcher(open).replaceAll(" ").strip();
            text = NO_TEXT.matcher(text).replaceAll("\uFFFD");
            if (!text.isEmpty()) {
              blocks.add(new Block(text, level));
            }
            open.setLength(0);
          }
        },
        body);
    return blocks;
  }

  private static boolean isBlock(Element element) {
    return switch (element.normalName()) {
      case "tr" -> true;
      case "br" -> false;
      default -> element.isBlock();
    };
  }

  private static boolean isCell(Element element) {
    return element.normalName().equals("td") || element.normalName().equals("th");
  }

  /** 1 to 6 for a heading, else 0. */
  private static int level(Element element) {
    String name = element.normalName();
    boolean heading = name.length() == 2 && name.charAt(0) == 'h';
    int level = heading ? name.charAt(1) - '0' : 0;
    return level >= 1 && level <= HEADING_LEVELS ? level : 0;
  }

  private static ReadableText assembled(List<Block> blocks) {
    StringBuilder text = new StringBuilder();
    List<Paragraph> paragraphs = new ArrayList<>();
    String[] path = new String[HEADING_LEVELS];
    Arrays.fill(path, "");
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (!text.isEmpty()) {
        text.append("\n\n");
      }
      int start = text.length();
      text.append(block.text());
      if (block.level() > 0) {
        Arrays.fill(path, block.level() - 1, HEADING_LEVELS, "");
      }
      if (block.level() == 0 || isBare(blocks, i)) {
        paragraphs.add(new Paragraph(start, text.length(), headings(path)));
      }
      if (block.level() > 0) {
        path[block.level() - 1] = shortened(block.text());
      }
    }
    return new ReadableText(text.toString(), paragraphs);
  }

  /** Not within a character of two halves. */
  private static String shortened(String heading) {
    if (heading.length() <= LONGEST_HEADING) {
      return heading;
    }
    boolean halved = Character.isHighSurrogate(heading.charAt(LONGEST_HEADING - 1));
    return heading.substring(0, halved ? LONGEST_HEADING - 1 : LONGEST_HEADING).strip();
  }

  /** Whether a heading has no paragraph below it. */
  private static boolean isBare(List<Block> blocks, int heading) {
    for (int i = heading + 1; i < blocks.size(); i++) {
      int level = blocks.get(i).level();
      if (level == 0) {
        return false;
      }
      if (level <= blocks.get(heading).level()) {
        return true;
      }
    }
    return true;
  }

  private static List<String> headings(String[] path) {
    return Arrays.stream(path).filter(heading -> !heading.isEmpty()).toList();
  }
}
