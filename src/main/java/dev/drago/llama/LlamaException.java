package dev.drago.llama;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** llama.cpp refused or failed; the message is one sentence that says what and why. */
public class LlamaException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public LlamaException(String message) {
    super(message);
  }

  public LlamaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
