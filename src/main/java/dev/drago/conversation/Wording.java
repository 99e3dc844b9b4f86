package dev.drago.conversation;

import java.util.function.Consumer;

/** Puts a reply into words, in the language of its session. */
@FunctionalInterface
public interface Wording {

  /**
   * Writes.
   *
   * @param pieces gets the text as it is written; the pieces joined are the text
   */
  void write(Reply reply, Consumer<String> pieces);
}
