package dev.drago.llama;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;
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

  private final Thread owner = Thread.currentThread();
  private final Arena arena = Arena.ofConfined();
  private final LlamaModel model;
  private final ContextOptions options;
  private final Functions functions;
  private final MemorySegment handle;
  private final int cells;
  private final SequenceTable sequences;
  private final KvCache cache;

  /** Indices in the last batch, or of a pooled one its sequences, that have a result. */
  private final BitSet results = new BitSet();

  private final AbortCondition abortCondition = new AbortCondition();
  private MemorySegment abortStub = MemorySegment.NULL;

  /** Index in the last batch of the first token that was computed last. */
  private int resultsFrom;

  private boolean closed;

  private LlamaContext(LlamaModel model, ContextOptions options, MemorySegment handle, int cells) {
    this.model = model;
    this.options = options;
    this.functions = model.library().functions();
    this.handle = handle;
    this.cells = cells;
    this.sequences =
        new SequenceTable(
            options,
            model.vocabulary().size(),
            model.isEncoder() ? Math.min(cells, model.trainedContext()) : cells,
            model.isEncoder());
    this.cache = new KvCache(functions, handle, cells, sequences, arena);
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
   * Computes the batch, a micro-batch at a time, and appends it to the cache. When it throws, the
   * context remains usable and the cache is as before, except after a cancellation.
   *
   * @throws IllegalArgumentException when the batch would end the process or leave a gap
   * @throws KvFullException when there is no room for it
   * @throws DecodeCancelledException when the condition of {@link #abortIf} became true; sequences
   *     may then have lost their ends: ask {@link #length}
   */
  public void decode(Batch batch) {
    requireUsable();
    results.clear();
    sequences.check(batch);
    if (model.isEncoder()) {
      cache.clear();
    }
    int size = batch.size();
    int used = usedCells();
    if (used + size > cells) {
      throw new KvFullException(
          "%d tokens do not fit into a context of %d cells of which %d are in use"
              .formatted(size, cells, used));
    }
    NativeLog.takeErrors();
    // Full micro-batches last: results can be had of the last one.
    int micro = options.microBatchTokens();
    int step = (size - 1) % micro + 1;
    for (int from = 0; from < size; from += step, step = micro) {
      resultsFrom = from;
      if (!cache.hasRun(step)) {
        cache.rollBack();
        throw new KvFullException(
            "no %d contiguous cells are free in a context of %d cells of which %d are in use"
                .formatted(step, cells, used));
      }
      int status = decode(batch, from, step);
      if (status != DECODED) {
        cache.recover();
        abortCondition.rethrow();
        throw status == ABORTED
            ? new DecodeCancelledException("the decode was cancelled")
            : new LlamaException(
                "the decode failed with status %d%s".formatted(status, NativeLog.takeErrors()));
      }
    }
    sequences.commit();
    recordResults(batch);
  }

  private int decode(Batch batch, int from, int size) {
    ReentrantLock computing = model.library().computing();
    computing.lock();
    try {
      return (int) functions.decode.invokeExact(handle, batch.struct(from, size));
    } catch (Throwable e) {
      throw Functions.failure(e);
    } finally {
      computing.unlock();
      Reference.reachabilityFence(batch);
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
          (MemorySegment) functions.getLogitsIth.invokeExact(handle, nativeIndex(index)),
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
      return vector(
          (MemorySegment) functions.getEmbeddingsIth.invokeExact(handle, nativeIndex(index)));
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
    cache.clear();
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
    cache.remove(sequence, from, to);
  }

  /**
   * Lets {@code destination} share the cells of {@code source} at these positions; it must have as
   * many tokens as {@code from}. Takes no room and no time to speak of.
   */
  public void copySequence(int source, int destination, int from, int to) {
    requireUsable();
    cache.copy(source, destination, from, to);
  }

  /** A copy of what is cached of a sequence. */
  public SequenceState saveSequence(int sequence) {
    requireUsable();
    if (model.isEncoder()) {
      throw new IllegalStateException("an encoder caches nothing that could be saved");
    }
    int length = sequences.length(sequence);
    NativeBlock content = length == 0 ? new NativeBlock(0) : cache.save(sequence);
    return new SequenceState(model, options.flashAttention(), length, content);
  }

  /**
   * Replaces a sequence by a saved one.
   *
   * @return false when the state has been closed: the sequence is then as it was
   * @throws IllegalArgumentException when the state is of another model or kind of context
   * @throws KvFullException when there is no room for it; the sequence is then empty
   */
  public boolean restoreSequence(int sequence, SequenceState state) {
    requireUsable();
    sequences.requireSequence(sequence);
    if (!state.fits(model, options.flashAttention())) {
      throw new IllegalArgumentException(
          "the state was saved from another model or with another kind of attention");
    }
    return state.read(content -> cache.restore(sequence, content, state.tokens()));
  }

  /** How many cells are in use; shared ones count once. */
  public int usedCells() {
    requireUsable();
    return cache.usedCells();
  }

  /**
   * Makes the free cells contiguous: a micro-batch needs so many of them in a row. Costs about the
   * time to copy the cache once.
   */
  public void defragment() {
    requireUsable();
    cache.defragment();
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

  /** Where the native side has the result of a token of the last batch. */
  int nativeIndex(int index) {
    return index - resultsFrom;
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
      cache.close();
      functions.free.invokeExact(handle);
    } catch (Throwable e) {
      throw Functions.failure(e);
    } finally {
      arena.close();
      model.release();
    }
  }
}
