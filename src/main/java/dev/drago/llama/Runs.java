package dev.drago.llama;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text that goes on too long without a break. llama.cpp splits text for Qwen 2 by std::regex,
 * which recurses for each character of a match: 4,000 letters, blanks or dashes in a row overflow
 * the stack of a Java thread (1 MB) and end the process.
 *
 * <p>Its idea of a letter is not Java's: they follow different versions of Unicode. So a match is
 * taken to end only where ASCII says so. When none has ended for {@link #LONGEST} characters, the
 * text is cut after a word by Java's idea, where a match most likely ends too and nothing changes;
 * failing that, in the middle of something that is no word of any language.
 */
final class Runs {

  static final int LONGEST = 512;

  private Runs() {}

  static List<String> split(String text) {
    if (text.length() <= LONGEST) {
      return List.of(text);
    }
    List<String> parts = new ArrayList<>();
    int start = 0;
    int lastEnd = 0;
    int lastWord = 0;
    int before = text.codePointAt(0);
    for (int i = Character.charCount(before); i < text.length(); ) {
      int next = text.codePointAt(i);
      if (surelyEnds(before, next)) {
        lastEnd = i;
      }
      if (Character.isLetter(before) && !Character.isLetter(next)) {
        lastWord = i;
      }
      if (i - lastEnd >= LONGEST) {
        int cut = lastWord > lastEnd ? lastWord : i;
        parts.add(text.substring(start, cut));
        start = cut;
        lastEnd = cut;
      }
      before = next;
      i += Character.charCount(next);
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** Whether no pre-tokenizer has a match with both of these characters side by side. */
  private static boolean surelyEnds(int before, int next) {
    if (before > 127 || next > 127) {
      return false;
    }
    return (next == ' ' && !Character.isWhitespace(before) && before > ' ')
        || (Character.isLetter(before) && !Character.isLetter(next));
  }
}
