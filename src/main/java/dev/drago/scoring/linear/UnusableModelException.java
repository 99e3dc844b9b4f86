package dev.drago.scoring.linear;

import org.jspecify.annotations.Nullable;

/** A trained file that cannot be used; the message is a sentence that names it and says why. */
public final class UnusableModelException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnusableModelException(String message) {
    this(message, null);
  }

  UnusableModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
