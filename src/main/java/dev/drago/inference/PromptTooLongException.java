package dev.drago.inference;

/** A conversation does not fit into the model's context; the message is a sentence for a user. */
public final class PromptTooLongException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public PromptTooLongException(int tokens, int context) {
    super(
        "the conversation has %d tokens, and the model reads %d, what it writes included"
            .formatted(tokens, context));
  }
}
