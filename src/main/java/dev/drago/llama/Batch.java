package dev.drago.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Tokens for one {@link LlamaContext#decode}, in memory that llama.cpp reads directly. Made once,
 * filled and cleared many times, by one thread at a time. Its memory goes with it: there is nothing
 * to close, and so no way to free what a decode still reads.
 */
public final class Batch {

  public static final int MAX_CAPACITY = ContextOptions.MAX_CONTEXT;

  private final int capacity;
  private final MemorySegment struct;
  private final MemorySegment tokens;
  private final MemorySegment positions;
  private final MemorySegment sequences;
  private final MemorySegment outputs;
  private final MemorySegment counts;
  private final MemorySegment pointers;
  private int size;

  public Batch(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "the capacity of a batch must be 1 to %d, not %d".formatted(MAX_CAPACITY, capacity));
    }
    this.capacity = capacity;
    Arena arena = Arena.ofAuto();
    tokens = arena.allocate(JAVA_INT, capacity);
    positions = arena.allocate(JAVA_INT, capacity);
    sequences = arena.allocate(JAVA_INT, capacity);
    outputs = arena.allocate(JAVA_BYTE, capacity);
    // Every token belongs to exactly one sequence: counts and pointers are set once.
    counts = arena.allocate(JAVA_INT, capacity);
    pointers = arena.allocate(ADDRESS, capacity + 1L);
    for (int i = 0; i < capacity; i++) {
      counts.setAtIndex(JAVA_INT, i, 1);
      pointers.setAtIndex(ADDRESS, i, sequences.asSlice(i * JAVA_INT.byteSize()));
    }
    struct = arena.allocate(Layouts.BATCH);
  }

  public int capacity() {
    return capacity;
  }

  public int size() {
    return size;
  }

  public Batch clear() {
    size = 0;
    return this;
  }

  /**
   * Appends a token.
   *
   * @param position its place in the sequence, from 0, continuing what the context has cached
   * @param output whether logits (or, unpooled, the vector) of this token are wanted
   * @throws IllegalStateException when the batch is full
   */
  public Batch add(int token, int position, int sequence, boolean output) {
    if (size == capacity) {
      throw new IllegalStateException("the batch is full: it holds " + capacity + " tokens");
    }
    tokens.setAtIndex(JAVA_INT, size, token);
    positions.setAtIndex(JAVA_INT, size, position);
    sequences.setAtIndex(JAVA_INT, size, sequence);
    outputs.setAtIndex(JAVA_BYTE, size, (byte) (output ? 1 : 0));
    size++;
    return this;
  }

  int token(int index) {
    return tokens.getAtIndex(JAVA_INT, index);
  }

  int position(int index) {
    return positions.getAtIndex(JAVA_INT, index);
  }

  int sequence(int index) {
    return sequences.getAtIndex(JAVA_INT, index);
  }

  boolean output(int index) {
    return outputs.getAtIndex(JAVA_BYTE, index) != 0;
  }

  /** A {@code llama_batch} of some of the tokens, valid while this object is reachable. */
  MemorySegment struct(int from, int size) {
    struct.set(JAVA_INT, Layouts.BATCH_SIZE, size);
    set(Layouts.BATCH_TOKEN, tokens, from, JAVA_INT);
    set(Layouts.BATCH_POSITION, positions, from, JAVA_INT);
    set(Layouts.BATCH_SEQUENCE_COUNT, counts, from, JAVA_INT);
    set(Layouts.BATCH_SEQUENCES, pointers, from, ADDRESS);
    set(Layouts.BATCH_OUTPUT, outputs, from, JAVA_BYTE);
    return struct;
  }

  private void set(long field, MemorySegment array, long from, ValueLayout element) {
    struct.set(ADDRESS, field, array.asSlice(from * element.byteSize()));
  }
}
