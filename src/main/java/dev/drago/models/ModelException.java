package dev.drago.models;

import org.jspecify.annotations.Nullable;

/**
 * A model or the manifest is not as it should be; the message is a sentence that names the file.
 */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
