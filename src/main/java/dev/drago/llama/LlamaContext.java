package dev.drago.llama;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A computation on a model with its own cache. It belongs to the platform thread that made it: a
 * call from another one throws {@link WrongThreadException}.
 *
 * <p>The cache holds sequences, each a run of positions from 0 without gaps. A decode appends to
 * them. An encoder's context caches nothing: each decode stands alone and starts at position 0.
 */
public final class LlamaContext implements AutoCloseable {

  LlamaContext() {}

  public LlamaModel model() {
    throw new UnsupportedOperationException();
  }

  public ContextOptions options() {
    throw new UnsupportedOperationException();
  }

  /** How many cells the cache has: {@code contextTokens}, rounded up. */
  public int cells() {
    throw new UnsupportedOperationException();
  }

  /**
   * Computes the batch and appends it to the cache. When it throws, the cache is as before and the
   * context remains usable.
   *
   * @throws IllegalArgumentException when the batch would end the process or leave a gap
   * @throws KvFullException when there is no room for it
   * @throws DecodeCancelledException when the condition of {@link #abortIf} became true
   */
  public void decode(Batch batch) {
    throw new UnsupportedOperationException();
  }

  /** The logits of the batch's token at {@code index}, which was added with output. */
  public float[] logits(int index) {
    throw new UnsupportedOperationException();
  }

  /** The same into an array of the vocabulary's size. */
  public void logits(int index, float[] into) {
    throw new UnsupportedOperationException();
  }

  /** The pooled vector of a sequence of the last batch, not normalised. */
  public float[] embedding(int sequence) {
    throw new UnsupportedOperationException();
  }

  /** The vector of one token of the last batch; of a context with embeddings but no pooling. */
  public float[] tokenEmbedding(int index) {
    throw new UnsupportedOperationException();
  }

  /** Forgets all sequences. */
  public void clear() {
    throw new UnsupportedOperationException();
  }

  /** How many tokens of the sequence are cached: the position its next token must have. */
  public int length(int sequence) {
    throw new UnsupportedOperationException();
  }

  /**
   * Forgets the positions {@code from} to {@code to} (exclusive) of a sequence, which must reach to
   * its end: {@link Integer#MAX_VALUE} always does.
   */
  public void removeSequence(int sequence, int from, int to) {
    throw new UnsupportedOperationException();
  }

  /**
   * Lets {@code destination} share the cells of {@code source} at these positions; it must have as
   * many tokens as {@code from}. Takes no room and no time to speak of.
   */
  public void copySequence(int source, int destination, int from, int to) {
    throw new UnsupportedOperationException();
  }

  public SequenceState saveSequence(int sequence) {
    throw new UnsupportedOperationException();
  }

  /**
   * Replaces a sequence by a saved one.
   *
   * @throws IllegalArgumentException when the state is of another model or kind of context
   * @throws KvFullException when there is no room for it; the sequence is then empty
   */
  public void restoreSequence(int sequence, SequenceState state) {
    throw new UnsupportedOperationException();
  }

  /** How many cells are in use; shared ones count once. */
  public int usedCells() {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends every later decode early when {@code condition} becomes true, for instance because a
   * deadline has passed or another thread has set a flag; null takes the condition away. It is
   * asked some hundred times a decode, on the thread of this context.
   */
  public void abortIf(@Nullable BooleanSupplier condition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
