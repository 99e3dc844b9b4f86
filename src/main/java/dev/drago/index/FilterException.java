package dev.drago.index;

/** A filter that cannot be understood; the message names the field or the place. */
public final class FilterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public FilterException(String message) {
    super(message);
  }
}
