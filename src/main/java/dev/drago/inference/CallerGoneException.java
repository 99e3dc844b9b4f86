package dev.drago.inference;

/** Whoever asked has gone away, and the work for it was given up. */
public final class CallerGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CallerGoneException() {
    super("whoever asked has gone away");
  }

  /** Whether that is why {@code e} was thrown. */
  public static boolean isCauseOf(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CallerGoneException) {
        return true;
      }
    }
    return false;
  }
}
