package dev.drago.llama;

import java.io.Serial;

/**
 * The condition of {@link LlamaContext#abortIf} became true during a decode. Nothing of the batch
 * was kept, and sequences may have lost their ends: {@link LlamaContext#length} tells.
 */
public final class DecodeCancelledException extends LlamaException {

  @Serial private static final long serialVersionUID = 1L;

  public DecodeCancelledException(String message) {
    super(message);
  }
}
