package dev.drago.llama;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.BitSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A computation on a model with its own cache. It belongs to the platform thread that made it: a
 * call from another one throws {@link WrongThreadException}.
 *
 * <p>The cache holds sequences, each a run of positions from 0 without gaps. A decode appends to
 * them. An encoder's context caches nothing: each decode stands alone and starts at position 0.
 */
@SuppressWarnings("restricted")
public final class LlamaContext implements AutoCloseable {

  private static final int DECODED = 0;
  private static final int ABORTED = 2;

  /** llama.h says 1 for a full cache; build b4916 answers -3. */
  private static final int NO_ROOM = 1;

  private static final int NO_ROOM_B4916 = -3;

  private final Thread owner = Thread.currentThread();
  private final Arena arena = Arena.ofConfined();
  private final LlamaModel model;
  private final ContextOptions options;
  private final Functions functions;
  private final MemorySegment handle;
  private final int cells;
  private final SequenceTable sequences;

  /** Indices in the last batch, or of a pooled one its sequences, that have a result. */
  private final BitSet results = new BitSet();

  private final AbortCondition abortCondition = new AbortCondition();
  private MemorySegment abortStub = MemorySegment.NULL;
  private MemorySegment scratch = MemorySegment.NULL;
  private boolean closed;

  private LlamaContext(LlamaModel model, ContextOptions options, MemorySegment handle, int cells) {
    this.model = model;
    this.options = options;
    this.functions = model.library().functions();
    this.handle = handle;
    this.cells = cells;
    this.sequences =
        new SequenceTable(
            options.sequences(),
            model.vocabulary().size(),
            options.batchTokens(),
            model.isEncoder() ? Math.min(cells, model.trainedContext()) : cells,
            options.pooling() != Pooling.NONE,
            model.isEncoder());
  }

  static LlamaContext open(LlamaModel model, ContextOptions options) {
    ContextParams.requireFit(model, options);
    Functions functions = model.library().functions();
    MemorySegment modelHandle = model.acquire();
    NativeLog.takeErrors();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = ContextParams.of(functions, options, arena);
      MemorySegment handle =
          (MemorySegment) functions.initFromModel.invokeExact(modelHandle, params);
      if (handle.address() == 0) {
        throw new LlamaException("no context could be made" + NativeLog.takeErrors());
      }
      int cells = (int) functions.nCtx.invokeExact(handle);
      return new LlamaContext(model, options, handle, cells);
    } catch (Throwable e) {
      model.release();
      throw Functions.failure(e);
    }
  }

  public LlamaModel model() {
    return model;
  }

  public ContextOptions options() {
    return options;
  }

  /** How many cells the cache has: {@code contextTokens}, rounded up. */
  public int cells() {
    return cells;
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
    requireUsable();
    results.clear();
    sequences.check(batch);
    if (model.isEncoder()) {
      removeNative(-1, -1, -1);
    }
    int used = usedCells();
    if (used + batch.size() > cells) {
      throw new KvFullException(
          "%d tokens do not fit into a context of %d cells of which %d are in use"
              .formatted(batch.size(), cells, used));
    }
    NativeLog.takeErrors();
    int status;
    try {
      status = (int) functions.decode.invokeExact(handle, batch.struct());
    } catch (Throwable e) {
      throw Functions.failure(e);
    } finally {
      Reference.reachabilityFence(batch);
    }
    abortCondition.rethrow();
    switch (status) {
      case DECODED -> {
        sequences.commit();
        recordResults(batch);
      }
      case ABORTED -> throw new DecodeCancelledException("the decode was cancelled");
      case NO_ROOM, NO_ROOM_B4916 ->
          throw new KvFullException(
              "no %d contiguous cells are free in a context of %d cells of which %d are in use"
                  .formatted(Math.min(batch.size(), options.microBatchTokens()), cells, used));
      default ->
          throw new LlamaException(
              "the decode failed with status %d%s".formatted(status, NativeLog.takeErrors()));
    }
  }

  private void recordResults(Batch batch) {
    boolean pooled = options.pooling() != Pooling.NONE;
    for (int i = 0; i < batch.size(); i++) {
      if (pooled) {
        results.set(batch.sequence(i));
      } else if (batch.output(i)) {
        results.set(i);
      }
    }
  }

  /** The logits of the batch's token at {@code index}, which was added with output. */
  public float[] logits(int index) {
    float[] logits = new float[model.vocabulary().size()];
    logits(index, logits);
    return logits;
  }

  /** The same into an array of the vocabulary's size. */
  public void logits(int index, float[] into) {
    if (into.length != model.vocabulary().size()) {
      throw new IllegalArgumentException(
          "%d logits do not fit into an array of %d"
              .formatted(model.vocabulary().size(), into.length));
    }
    copy(nativeLogits(index), into);
  }

  /** The row itself, valid until the next decode. */
  MemorySegment nativeLogits(int index) {
    requireUsable();
    if (options.embeddings()) {
      throw new IllegalStateException("a context for embeddings has no logits");
    }
    requireResult(index, "the token at index " + index + " of the last batch");
    try {
      return row(
          (MemorySegment) functions.getLogitsIth.invokeExact(handle, index),
          model.vocabulary().size());
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /** The pooled vector of a sequence of the last batch, not normalised. */
  public float[] embedding(int sequence) {
    requireUsable();
    if (options.pooling() == Pooling.NONE) {
      throw new IllegalStateException("this context does not pool embeddings");
    }
    requireResult(sequence, "sequence " + sequence + " in the last batch");
    try {
      return vector((MemorySegment) functions.getEmbeddingsSeq.invokeExact(handle, sequence));
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /** The vector of one token of the last batch; of a context with embeddings but no pooling. */
  public float[] tokenEmbedding(int index) {
    requireUsable();
    if (!options.embeddings() || options.pooling() != Pooling.NONE) {
      throw new IllegalStateException("this context has no vectors of tokens");
    }
    requireResult(index, "the token at index " + index + " of the last batch");
    try {
      return vector((MemorySegment) functions.getEmbeddingsIth.invokeExact(handle, index));
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private void requireResult(int index, String what) {
    if (index < 0 || !results.get(index)) {
      throw new IllegalArgumentException("there is no result for " + what);
    }
  }

  private float[] vector(MemorySegment pointer) {
    float[] vector = new float[model.embeddingWidth()];
    copy(row(pointer, vector.length), vector);
    return vector;
  }

  private static MemorySegment row(MemorySegment pointer, int length) {
    if (pointer.address() == 0) {
      throw new LlamaException("llama.cpp has no such result");
    }
    return pointer.reinterpret(length * JAVA_FLOAT.byteSize());
  }

  private static void copy(MemorySegment row, float[] into) {
    MemorySegment.copy(row, JAVA_FLOAT, 0, into, 0, into.length);
  }

  /** Forgets all sequences. */
  public void clear() {
    requireUsable();
    // Not llama_kv_self_clear, which fills the whole cache with zeros: milliseconds in a large one.
    removeNative(-1, -1, -1);
    sequences.clear();
  }

  /** How many tokens of the sequence are cached: the position its next token must have. */
  public int length(int sequence) {
    requireUsable();
    return sequences.length(sequence);
  }

  /**
   * Forgets the positions {@code from} to {@code to} (exclusive) of a sequence, which must reach to
   * its end: {@link Integer#MAX_VALUE} always does.
   */
  public void removeSequence(int sequence, int from, int to) {
    requireUsable();
    int start = sequences.requireTail(sequence, from, to);
    removeNative(sequence, start, -1);
    sequences.setLength(sequence, start);
  }

  private void removeNative(int sequence, int from, int to) {
    try {
      boolean unused = (boolean) functions.kvSeqRm.invokeExact(handle, sequence, from, to);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /**
   * Lets {@code destination} share the cells of {@code source} at these positions; it must have as
   * many tokens as {@code from}. Takes no room and no time to speak of.
   */
  public void copySequence(int source, int destination, int from, int to) {
    requireUsable();
    int end = sequences.requireCopy(source, destination, from, to);
    if (end <= from) {
      return;
    }
    try {
      functions.kvSeqCp.invokeExact(handle, source, destination, from, end);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
    sequences.setLength(destination, end);
  }

  /** A copy of what is cached of a sequence. */
  public SequenceState saveSequence(int sequence) {
    requireUsable();
    if (model.isEncoder()) {
      throw new IllegalStateException("an encoder caches nothing that could be saved");
    }
    int length = sequences.length(sequence);
    if (length == 0) {
      return new SequenceState(model, options.flashAttention(), 0, new byte[0]);
    }
    try {
      long size = (long) functions.stateSeqGetSize.invokeExact(handle, sequence);
      byte[] content = new byte[Math.toIntExact(size)];
      MemorySegment buffer = scratch(size);
      long written = (long) functions.stateSeqGetData.invokeExact(handle, buffer, size, sequence);
      if (written != size) {
        throw new LlamaException("sequence " + sequence + " could not be saved");
      }
      MemorySegment.copy(buffer, JAVA_BYTE, 0, content, 0, content.length);
      return new SequenceState(model, options.flashAttention(), length, content);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /**
   * Replaces a sequence by a saved one.
   *
   * @throws IllegalArgumentException when the state is of another model or kind of context
   * @throws KvFullException when there is no room for it; the sequence is then empty
   */
  public void restoreSequence(int sequence, SequenceState state) {
    requireUsable();
    sequences.requireSequence(sequence);
    if (!state.fits(model, options.flashAttention())) {
      throw new IllegalArgumentException(
          "the state was saved from another model or with another kind of attention");
    }
    removeSequence(sequence, 0, Integer.MAX_VALUE);
    if (state.tokens() == 0) {
      return;
    }
    byte[] content = state.content();
    MemorySegment buffer = scratch(content.length);
    MemorySegment.copy(content, 0, buffer, JAVA_BYTE, 0, content.length);
    long read;
    try {
      read =
          (long)
              functions.stateSeqSetData.invokeExact(
                  handle, buffer, (long) content.length, sequence);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
    if (read != content.length) {
      throw new KvFullException(
          "no %d contiguous cells are free for the saved sequence".formatted(state.tokens()));
    }
    sequences.setLength(sequence, state.tokens());
  }

  private MemorySegment scratch(long size) {
    if (scratch.byteSize() < size) {
      // Doubled, so that what outgrown buffers waste until close is less than the last one.
      scratch = arena.allocate(Math.max(size, 2 * scratch.byteSize()));
    }
    return scratch;
  }

  /** How many cells are in use; shared ones count once. */
  public int usedCells() {
    requireUsable();
    try {
      return (int) functions.kvUsedCells.invokeExact(handle);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /**
   * Ends every later decode early when {@code condition} becomes true, for instance because a
   * deadline has passed or another thread has set a flag; null takes the condition away. It is
   * asked some hundred times a decode, on the thread of this context.
   */
  public void abortIf(@Nullable BooleanSupplier condition) {
    requireUsable();
    try {
      if (condition != null && abortStub.address() == 0) {
        abortStub = abortCondition.stub(arena);
      }
      abortCondition.set(condition);
      MemorySegment callback = condition == null ? MemorySegment.NULL : abortStub;
      functions.setAbortCallback.invokeExact(handle, callback, MemorySegment.NULL);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private void requireUsable() {
    if (Thread.currentThread() != owner) {
      throw new WrongThreadException(
          "this context belongs to %s, not to %s".formatted(owner, Thread.currentThread()));
    }
    if (closed) {
      throw new IllegalStateException("this context is closed");
    }
  }

  MemorySegment handle() {
    return handle;
  }

  /** Frees the cache; a second call does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    requireUsable();
    closed = true;
    try {
      functions.free.invokeExact(handle);
    } catch (Throwable e) {
      throw Functions.failure(e);
    } finally {
      arena.close();
      model.release();
    }
  }
}
