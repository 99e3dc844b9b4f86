package dev.drago.llama;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text within runs of one kind of character that are longer than any word. llama.cpp splits
 * text for Qwen 2 by std::regex, which recurses once or more for each character of a match: some
 * ten thousand letters in a row overflow the stack and end the process. Where a run is cut, no text
 * that anyone means has a word.
 */
final class Runs {

  static final int LONGEST = 256;

  private enum Kind {
    SPACE,
    LETTER,
    OTHER
  }

  private Runs() {}

  static List<String> split(String text) {
    if (text.length() <= LONGEST) {
      return List.of(text);
    }
    List<String> parts = new ArrayList<>();
    Kind kind = Kind.OTHER;
    int run = 0;
    int start = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      Kind next = kind(character);
      run = next == kind ? run + 1 : 1;
      kind = next;
      if (run > LONGEST) {
        parts.add(text.substring(start, i));
        start = i;
        run = 1;
      }
      i += Character.charCount(character);
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static Kind kind(int character) {
    if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
      return Kind.SPACE;
    }
    return Character.isLetter(character) ? Kind.LETTER : Kind.OTHER;
  }
}
