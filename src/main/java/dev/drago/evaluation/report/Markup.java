package dev.drago.evaluation.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A piece of HTML or SVG as a value.
 *
 * <p>A page is a tree of elements and texts, and text becomes characters of a document in one
 * place, {@link #write}, where it is escaped: no name of a model or a data set can become markup. A
 * template engine would do the same for words, but has no types for the arithmetic of a plot.
 */
sealed interface Markup {

  /** Appends this to a document. */
  void write(StringBuilder document);

  /** Words. */
  record Text(String text) implements Markup {
    @Override
    public void write(StringBuilder document) {
      escape(text, document);
    }
  }

  /**
   * An element.
   *
   * @param attributes by name; values are escaped when written
   */
  record Element(String name, Map<String, String> attributes, List<Markup> children)
      implements Markup {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9:-]*");
    private static final List<String> VOID = List.of("meta", "br");

    public Element {
      requireName(name);
      attributes.keySet().forEach(Element::requireName);
      attributes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
      children = List.copyOf(children);
    }

    private static void requireName(String name) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("'%s' names no element or attribute".formatted(name));
      }
    }

    /** The same with one more attribute. */
    Element with(String attribute, String value) {
      Map<String, String> more = new LinkedHashMap<>(attributes);
      more.put(attribute, value);
      return new Element(name, more, children);
    }

    /** The same with a number, of at most two decimals. */
    Element with(String attribute, double value) {
      String digits = String.format(Locale.ROOT, "%.2f", value);
      return with(attribute, digits.replaceFirst("\\.?0+$", ""));
    }

    /** The same with more inside. */
    Element add(List<? extends Markup> more) {
      List<Markup> all = new ArrayList<>(children);
      all.addAll(more);
      return new Element(name, attributes, all);
    }

    @Override
    public void write(StringBuilder document) {
      document.append('<').append(name);
      attributes.forEach(
          (attribute, value) -> {
            document.append(' ').append(attribute).append("=\"");
            escape(value, document);
            document.append('"');
          });
      document.append('>');
      children.forEach(child -> child.write(document));
      if (!VOID.contains(name)) {
        document.append("</").append(name).append('>');
      }
    }
  }

  /** A style sheet of ours, which is not text of the page: it is written as it is. */
  record Style(String css) implements Markup {
    @Override
    public void write(StringBuilder document) {
      document.append("<style>").append(css).append("</style>");
    }
  }

  static Element element(String name, Markup... children) {
    return new Element(name, Map.of(), List.of(children));
  }

  static Element element(String name, List<? extends Markup> children) {
    return new Element(name, Map.of(), List.copyOf(children));
  }

  /** An element with words in it. */
  static Element element(String name, String text) {
    return element(name, new Text(text));
  }

  private static void escape(String text, StringBuilder document) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> document.append("&amp;");
                case '<' -> document.append("&lt;");
                case '>' -> document.append("&gt;");
                case '"' -> document.append("&quot;");
                case '\'' -> document.append("&#39;");
                default -> document.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
              }
            });
  }

  /** HTML has no control characters but white space, and no lone surrogates. */
  private static boolean isAllowed(int c) {
    return c == '\n' || c == '\t' || !(Character.isISOControl(c) || (0xD800 <= c && c <= 0xDFFF));
  }
}
