package dev.drago.llama;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * What a context had cached of one sequence, taken out of it. It may be kept, shared between
 * threads and restored any number of times into contexts of the same model, or a {@link
 * LlamaModel#twin} of it, and of the same kind, until it is closed. Its memory is outside of the
 * heap: the collector would copy tens of megabytes of such states to and fro.
 *
 * <p>llama.cpp believes what it restores, so that only {@link LlamaContext#saveSequence} can make
 * one and nobody can change it.
 */
public final class SequenceState implements AutoCloseable {

  private final LlamaModel model;
  private final boolean flashAttention;
  private final int tokens;
  private final NativeBlock content;

  SequenceState(LlamaModel model, boolean flashAttention, int tokens, NativeBlock content) {
    this.model = model;
    this.flashAttention = flashAttention;
    this.tokens = tokens;
    this.content = content;
  }

  /** How many tokens of the sequence are in it. */
  public int tokens() {
    return tokens;
  }

  /** How much memory it takes, outside of the heap. */
  public long bytes() {
    return content.bytes();
  }

  /** Has {@code reader} read it; false when it has been closed. */
  boolean read(Consumer<MemorySegment> reader) {
    return content.use(memory -> reader.accept(memory.asReadOnly()));
  }

  /** Flash attention stores values untransposed: another layout. */
  boolean fits(LlamaModel other, boolean otherFlashAttention) {
    return model.isTwinOf(other) && flashAttention == otherFlashAttention;
  }

  /** Frees the memory, as soon as nobody restores it any more. */
  @Override
  public void close() {
    content.close();
  }
}
