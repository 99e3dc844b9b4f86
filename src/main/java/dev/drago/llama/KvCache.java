package dev.drago.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * The cells of a context and which sequences are in them.
 *
 * <p>Build b4916 undoes a failed decode wrongly: it takes the indices of the new cells for
 * positions, and so removes other sequences' cells at these positions and may keep new ones.
 * Therefore a decode must not fail for want of room: each micro-batch is first known to fit, which
 * takes a contiguous run of free cells. What a cancelled decode has destroyed is found by {@link
 * #recover} and cut off: the damage is a range of positions, the same in all sequences.
 */
@SuppressWarnings("restricted")
final class KvCache {

  private final Functions functions;
  private final MemorySegment context;
  private final int cells;
  private final SequenceTable sequences;
  private final MemorySegment view;

  KvCache(
      Functions functions, MemorySegment context, int cells, SequenceTable sequences, Arena arena) {
    this.functions = functions;
    this.context = context;
    this.cells = cells;
    this.sequences = sequences;
    try {
      view =
          (MemorySegment)
              functions.kvCacheViewInit.invokeExact((SegmentAllocator) arena, context, 1);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  int usedCells() {
    try {
      return (int) functions.kvUsedCells.invokeExact(context);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /** Whether so many contiguous cells are free. */
  boolean hasRun(int tokens) {
    if (usedCells() == 0) {
      return tokens <= cells;
    }
    updateView();
    return view.get(JAVA_INT, Layouts.VIEW_LONGEST_RUN) >= tokens;
  }

  /** Moves the used cells together, so that the free ones are contiguous. */
  void defragment() {
    try {
      functions.kvDefrag.invokeExact(context);
      functions.kvUpdate.invokeExact(context);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private void updateView() {
    try {
      functions.kvCacheViewUpdate.invokeExact(context, view);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /**
   * Forgets all sequences. Not by llama_kv_self_clear, which fills the whole cache with zeros:
   * milliseconds in a large one.
   */
  void clear() {
    removeCells(-1, -1);
    sequences.clear();
  }

  void remove(int sequence, int from, int to) {
    int start = sequences.requireTail(sequence, from, to);
    removeCells(sequence, start);
    sequences.setLength(sequence, start);
  }

  void copy(int source, int destination, int from, int to) {
    int end = sequences.requireCopy(source, destination, from, to);
    if (end <= from) {
      return;
    }
    try {
      functions.kvSeqCp.invokeExact(context, source, destination, from, end);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
    sequences.setLength(destination, end);
  }

  /** Takes away what has been decoded of a batch that could not be finished. */
  void rollBack() {
    for (int s = 0; s < sequences.count(); s++) {
      if (sequences.isInBatch(s)) {
        removeCells(s, sequences.length(s));
      }
    }
  }

  /**
   * Makes the cache consistent after llama.cpp has failed within a decode: sequences end before the
   * first position that got lost. A position that any sequence still has is lost in none.
   */
  void recover() {
    rollBack();
    int longest = sequences.longest();
    updateView();
    boolean[] present = new boolean[longest];
    int count = view.get(JAVA_INT, Layouts.VIEW_CELLS_COUNT);
    MemorySegment positions =
        view.get(ADDRESS, Layouts.VIEW_CELLS).reinterpret(count * JAVA_INT.byteSize());
    for (int i = 0; i < count; i++) {
      int position = positions.getAtIndex(JAVA_INT, i);
      if (position >= 0 && position < longest) {
        present[position] = true;
      }
    }
    int lost = 0;
    while (lost < longest && present[lost]) {
      lost++;
    }
    for (int s = 0; s < sequences.count(); s++) {
      if (sequences.length(s) > lost) {
        removeCells(s, lost);
        sequences.setLength(s, lost);
      }
    }
  }

  private void removeCells(int sequence, int from) {
    try {
      boolean unused = (boolean) functions.kvSeqRm.invokeExact(context, sequence, from, -1);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /** The cells of a sequence that is not empty, as llama.cpp writes them; to be closed. */
  NativeBlock save(int sequence) {
    NativeBlock content = new NativeBlock(sizeOf(sequence));
    try {
      content.use(memory -> write(sequence, memory));
      return content;
    } catch (RuntimeException | Error e) {
      content.close();
      throw e;
    }
  }

  private long sizeOf(int sequence) {
    try {
      return (long) functions.stateSeqGetSize.invokeExact(context, sequence);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private void write(int sequence, MemorySegment content) {
    long size = content.byteSize();
    long written;
    try {
      written = (long) functions.stateSeqGetData.invokeExact(context, content, size, sequence);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
    if (written != size) {
      throw new LlamaException("sequence %d could not be saved".formatted(sequence));
    }
  }

  /** Replaces a sequence by what {@link #save} gave. */
  void restore(int sequence, MemorySegment content, int tokens) {
    remove(sequence, 0, Integer.MAX_VALUE);
    if (tokens == 0) {
      return;
    }
    if (!hasRun(tokens)) {
      throw new KvFullException(
          "no %d contiguous cells are free for the saved sequence".formatted(tokens));
    }
    long size = content.byteSize();
    long read;
    try {
      read = (long) functions.stateSeqSetData.invokeExact(context, content, size, sequence);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
    if (read != size) {
      throw new LlamaException("a saved sequence could not be restored" + NativeLog.takeErrors());
    }
    sequences.setLength(sequence, tokens);
  }

  /** Frees what llama.cpp allocated for the view; the rest is the context's. */
  void close() {
    try {
      functions.kvCacheViewFree.invokeExact(view);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }
}
