package dev.drago.inference;

/** The queue to a model is full: try again later. */
public final class OverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OverloadedException(String queue, int capacity) {
    super("the queue of %s is full (%d waiting)".formatted(queue, capacity));
  }
}
