package dev.drago.llama;

/** Chooses tokens from logits. Used with the contexts of one thread. */
public final class Sampler implements AutoCloseable {

  public Sampler(LlamaLibrary library, SamplerOptions options) {}

  /** Chooses the token after the batch's token at {@code index} and accepts it. */
  public int sample(LlamaContext context, int index) {
    throw new UnsupportedOperationException();
  }

  /** Tells the sampler of a token it has not chosen itself, for the repeat penalty. */
  public void accept(int token) {
    throw new UnsupportedOperationException();
  }

  /** Forgets the accepted tokens and starts again from the seed. */
  public void reset() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
