package dev.drago.llama;

import java.nio.file.Path;

/**
 * The weights and vocabulary of a GGUF file, shared by any number of contexts. Safe for use by many
 * threads. A closed model is freed when its last context is closed.
 */
public final class LlamaModel implements AutoCloseable {

  private LlamaModel() {}

  /**
   * @throws InvalidModelException when the file's header shows that llama.cpp could not run it
   * @throws LlamaException when llama.cpp refuses it
   */
  public static LlamaModel load(LlamaLibrary library, Path file, ModelOptions options) {
    throw new UnsupportedOperationException();
  }

  public Gguf header() {
    throw new UnsupportedOperationException();
  }

  public Vocabulary vocabulary() {
    throw new UnsupportedOperationException();
  }

  public int embeddingWidth() {
    throw new UnsupportedOperationException();
  }

  public int layers() {
    throw new UnsupportedOperationException();
  }

  public int trainedContext() {
    throw new UnsupportedOperationException();
  }

  /** Whether it attends in both directions, as BERT does: vectors, no logits, nothing cached. */
  public boolean isEncoder() {
    throw new UnsupportedOperationException();
  }

  /** A new context, owned by the calling thread, which must be a platform thread. */
  public LlamaContext newContext(ContextOptions options) {
    throw new UnsupportedOperationException();
  }

  /** Frees the weights when no context uses them any more; a second call does nothing. */
  @Override
  public void close() {}
}
