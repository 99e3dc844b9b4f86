package dev.drago.index;

/**
 * The index could not do what was asked, as on a full disk; the message is a sentence for a person.
 * What is in the store is safe, and the index takes it in when it can.
 */
public final class IndexException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public IndexException(String message, Throwable cause) {
    super(message, cause);
  }
}
