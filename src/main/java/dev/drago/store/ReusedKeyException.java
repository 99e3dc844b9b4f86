package dev.drago.store;

/** A key that names another request already. */
public final class ReusedKeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ReusedKeyException() {
    super("the key was used for another request");
  }
}
