package dev.drago.llama;

import java.io.Serial;

/**
 * The batch does not fit into what is left of the context. Nothing was changed: remove sequences or
 * send less, then decode again.
 */
public final class KvFullException extends LlamaException {

  @Serial private static final long serialVersionUID = 1L;

  public KvFullException(String message) {
    super(message);
  }
}
