package dev.drago.llama;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.drago.llama.GrammarSymbol.Characters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The text of a grammar with a place in it, and what its smallest parts look like. */
final class GrammarText {

  static final int UNBOUNDED = -1;

  private static final int LONGEST_NAME = 128;

  private final String text;
  private int at;
  private int line = 1;

  GrammarText(String text) {
    this.text = text;
    if (text.length() > Grammar.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the grammar has %d characters; at most %d are read"
              .formatted(text.length(), Grammar.MAX_LENGTH));
    }
  }

  int line() {
    return line;
  }

  boolean atEnd() {
    return at == text.length();
  }

  private char peek() {
    return atEnd() ? '\0' : text.charAt(at);
  }

  boolean atLineEnd() {
    return peek() == '\n' || peek() == '\r';
  }

  boolean atName() {
    return !atEnd() && isNameCharacter(peek());
  }

  boolean atQuantifier() {
    return "?*+{".indexOf(peek()) >= 0;
  }

  /** What is here, for a message. */
  String here() {
    return atEnd() ? "the end" : Character.toString(text.codePointAt(at));
  }

  boolean accept(char c) {
    if (atEnd() || text.charAt(at) != c) {
      return false;
    }
    at++;
    return true;
  }

  void expect(String token, String where) {
    if (!text.startsWith(token, at)) {
      throw wrong("'%s' is missing %s; there is '%s'", token, where, here());
    }
    at += token.length();
  }

  /** Skips blanks and comments, and line ends too where a rule may go on. */
  void skipSpace(boolean overLines) {
    while (!atEnd()) {
      char c = peek();
      if (c == '#') {
        while (!atEnd() && !atLineEnd()) {
          at++;
        }
      } else if (c == ' ' || c == '\t' || (overLines && atLineEnd())) {
        line += c == '\n' ? 1 : 0;
        at++;
      } else {
        return;
      }
    }
  }

  String name() {
    int from = at;
    while (atName()) {
      at++;
    }
    if (at == from) {
      throw wrong("a rule's name of letters, digits and hyphens is missing; there is '%s'", here());
    }
    if (at - from > LONGEST_NAME) {
      throw wrong("a rule's name has more than %d characters", LONGEST_NAME);
    }
    return text.substring(from, at);
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  }

  /** The least and the most number of times. */
  int[] quantifier(boolean overLines, int limit) {
    if (accept('?')) {
      return new int[] {0, 1};
    }
    if (accept('*')) {
      return new int[] {0, UNBOUNDED};
    }
    if (accept('+')) {
      return new int[] {1, UNBOUNDED};
    }
    expect("{", "");
    skipSpace(overLines);
    int least = number(limit);
    skipSpace(overLines);
    int most = least;
    if (accept(',')) {
      skipSpace(overLines);
      most = peek() == '}' ? UNBOUNDED : number(limit);
      skipSpace(overLines);
    }
    expect("}", "at the end of a repetition");
    if (most != UNBOUNDED && most < least) {
      throw wrong("a repetition of at least %d and at most %d times is none", least, most);
    }
    return new int[] {least, most};
  }

  private int number(int limit) {
    int from = at;
    int value = 0;
    while (peek() >= '0' && peek() <= '9') {
      value = Math.min(value * 10 + (peek() - '0'), limit + 1);
      at++;
    }
    if (at == from) {
      throw wrong("a number of repetitions is missing; there is '%s'", here());
    }
    if (value > limit) {
      throw wrong("something is repeated more than %d times", limit);
    }
    return value;
  }

  /** A set of characters, its opening bracket read. */
  Characters set() {
    boolean negated = accept('^');
    List<int[]> ranges = new ArrayList<>();
    while (!accept(']')) {
      int first = character("the set");
      int last = first;
      if (peek() == '-' && at + 1 < text.length() && text.charAt(at + 1) != ']') {
        at++;
        last = character("the set");
      }
      if (last < first) {
        throw wrong(
            "the range from '%s' to '%s' is backwards",
            Character.toString(first), Character.toString(last));
      }
      ranges.add(new int[] {first, last});
    }
    if (ranges.isEmpty()) {
      throw wrong("a set of characters is empty");
    }
    int[] bounds = merged(ranges);
    bounds = negated ? complement(bounds) : bounds;
    if (bounds.length == 0) {
      throw wrong("a set leaves out every character");
    }
    return new Characters(bounds);
  }

  private static int[] merged(List<int[]> ranges) {
    ranges.sort((a, b) -> Integer.compare(a[0], b[0]));
    List<int[]> merged = new ArrayList<>();
    for (int[] range : ranges) {
      if (!merged.isEmpty() && range[0] <= merged.getLast()[1] + 1) {
        merged.getLast()[1] = Math.max(merged.getLast()[1], range[1]);
      } else {
        merged.add(range);
      }
    }
    return merged.stream().flatMapToInt(Arrays::stream).toArray();
  }

  private static int[] complement(int[] bounds) {
    List<int[]> gaps = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      if (next < bounds[i]) {
        gaps.add(new int[] {next, bounds[i] - 1});
      }
      next = bounds[i + 1] + 1;
    }
    if (next <= Character.MAX_CODE_POINT) {
      gaps.add(new int[] {next, Character.MAX_CODE_POINT});
    }
    return gaps.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /** The next character of a literal or set. */
  int character(String of) {
    if (atEnd()) {
      throw wrong("%s has no end", of);
    }
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    if (c == '\n') {
      line++;
    }
    if (c == '\\') {
      c = escape();
    }
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      throw wrong("U+%04X is half of a pair and no character", c);
    }
    return c;
  }

  private int escape() {
    String escape = here();
    at += atEnd() ? 0 : escape.length();
    return switch (escape) {
      case "n" -> '\n';
      case "r" -> '\r';
      case "t" -> '\t';
      case "\\", "\"", "[", "]" -> escape.charAt(0);
      case "x" -> hex(2);
      case "u" -> hex(4);
      case "U" -> hex(8);
      default -> throw wrong("there is no escape '\\%s'", escape);
    };
  }

  private int hex(int digits) {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw wrong("an escape needs %d hexadecimal digits; there is '%s'", digits, here());
      }
      value = value * 16 + digit;
      at++;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw wrong("there is no character U+%X", value);
    }
    return (int) value;
  }

  @FormatMethod
  IllegalArgumentException wrong(@FormatString String problem, Object... arguments) {
    return wrongAt(line, problem, arguments);
  }

  @FormatMethod
  IllegalArgumentException wrongAt(int line, @FormatString String problem, Object... arguments) {
    return new IllegalArgumentException(
        "line %d of the grammar: %s".formatted(line, problem.formatted(arguments)));
  }
}
