package dev.drago.catalog.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;

/**
 * A line that was left out.
 *
 * @param file the name of the file, without its folder
 * @param line counted from 1; 0 where the file as a whole is meant
 * @param message a sentence for a person
 * @param excerpt how the line begins, with control characters made visible
 */
public record ImportError(String file, long line, Kind kind, String message, String excerpt) {

  /** What sort of thing is wrong, to count by. */
  public enum Kind {
    /** The file cannot be used: empty, without its header. */
    FILE,
    /** Bytes that are not text in the file's encoding. */
    ENCODING,
    /** Broken quotes or broken JSON. */
    SYNTAX,
    /** Too many or too few fields. */
    FIELDS,
    /** Something required is not there, such as an id. */
    MISSING,
    /** The id has been used on an earlier line; that one is kept. */
    DUPLICATE,
    /** Not a number where there must be one. */
    NUMBER,
    /** Not a time, or one out of range. */
    TIME,
    /** Anything else that does not fit. */
    VALUE
  }

  private static final int EXCERPT = 120;

  /** Writes it as a line of JSON. */
  public void writeJsonLine(Appendable out) throws IOException {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("file", file)
            .put("line", line)
            .put("kind", kind.name().toLowerCase(Locale.ROOT))
            .put("message", message)
            .put("excerpt", excerpt);
    out.append(json.toString()).append('\n');
  }

  static String excerpt(String line) {
    StringBuilder excerpt = new StringBuilder();
    int end = Math.min(line.length(), EXCERPT);
    for (int i = 0; i < end; i++) {
      char c = line.charAt(i);
      boolean control = c != '\t' && Character.isISOControl(c);
      boolean half = Character.isSurrogate(c) && !isPaired(line, i);
      excerpt.append(control || half ? '\uFFFD' : c);
    }
    return excerpt.append(end < line.length() ? "…" : "").toString();
  }

  private static boolean isPaired(String s, int i) {
    return Character.isHighSurrogate(s.charAt(i))
        ? i + 1 < Math.min(s.length(), EXCERPT) && Character.isLowSurrogate(s.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(s.charAt(i - 1));
  }
}
