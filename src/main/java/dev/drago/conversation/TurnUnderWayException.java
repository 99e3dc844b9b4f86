package dev.drago.conversation;

/** A session is answering another turn: what is said next is about its list, so it must wait. */
public final class TurnUnderWayException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TurnUnderWayException() {
    super("this session is still answering another turn; one comes after the other");
  }
}
