package dev.drago.conversation;

/** There is no session with this id, or it is somebody else's, or it was idle for too long. */
public final class UnknownSessionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnknownSessionException() {
    super("there is no such session, or no more");
  }
}
