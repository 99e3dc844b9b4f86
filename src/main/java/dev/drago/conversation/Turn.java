package dev.drago.conversation;

import dev.drago.recommend.InvalidRequestException;
import java.util.List;

/** What somebody does in a conversation. */
public sealed interface Turn {

  /**
   * They say something.
   *
   * @param text at most {@value #MAX_TEXT} characters
   */
  record Words(String text) implements Turn {
    public Words {
      if (text.isBlank()) {
        throw new InvalidRequestException("/text", "must not be blank");
      }
      if (text.length() > MAX_TEXT) {
        throw new InvalidRequestException(
            "/text", "has %d characters; at most %d are read".formatted(text.length(), MAX_TEXT));
      }
      if (hasLoneSurrogate(text)) {
        throw new InvalidRequestException("/text", "holds half a surrogate pair, which is no text");
      }
    }
  }

  /** They take back statements: a chip of the page, or a {@link Relaxation}. */
  record Removal(List<Integer> statements) implements Turn {
    public Removal {
      statements = List.copyOf(statements);
      if (statements.isEmpty()) {
        throw new InvalidRequestException("/remove", "must name at least one statement");
      }
    }
  }

  /** They press a button that says what words would say. */
  record Button(Act act) implements Turn {}

  /** The longest utterance that is read. */
  int MAX_TEXT = 2_000;

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
