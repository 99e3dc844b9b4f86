package dev.drago.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Tokens to choose from, as llama.cpp's samplers take them. Filled and cleared many times. */
@SuppressWarnings("restricted")
final class Candidates {

  private static final long ENTRY = Layouts.TOKEN_DATA.byteSize();
  private static final long LOGIT = Layouts.offset(Layouts.TOKEN_DATA, "logit");
  private static final long P = Layouts.offset(Layouts.TOKEN_DATA, "p");
  private static final long DATA = Layouts.offset(Layouts.TOKEN_DATA_ARRAY, "data");
  private static final long SIZE = Layouts.offset(Layouts.TOKEN_DATA_ARRAY, "size");
  private static final long SELECTED = Layouts.offset(Layouts.TOKEN_DATA_ARRAY, "selected");
  private static final long SORTED = Layouts.offset(Layouts.TOKEN_DATA_ARRAY, "sorted");

  private final MemorySegment data;
  private final MemorySegment struct;
  private int size;

  Candidates(int capacity) {
    Arena arena = Arena.ofAuto();
    data = arena.allocate(Layouts.TOKEN_DATA, capacity);
    struct = arena.allocate(Layouts.TOKEN_DATA_ARRAY);
  }

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(int token, float logit) {
    long at = size * ENTRY;
    data.set(JAVA_INT, at, token);
    data.set(JAVA_FLOAT, at + LOGIT, logit);
    data.set(JAVA_FLOAT, at + P, 0);
    size++;
  }

  /** A {@code llama_token_data_array} of what was added, for one application of a sampler. */
  MemorySegment struct() {
    struct.set(ADDRESS, DATA, data);
    struct.set(JAVA_LONG, SIZE, size);
    struct.set(JAVA_LONG, SELECTED, -1);
    struct.set(JAVA_BOOLEAN, SORTED, false);
    return struct;
  }

  /** The token that the sampler selected; it may have put the candidates elsewhere. */
  int selected() {
    long selected = struct.get(JAVA_LONG, SELECTED);
    long left = struct.get(JAVA_LONG, SIZE);
    if (selected < 0 || selected >= left) {
      throw new LlamaException("llama.cpp has chosen no token");
    }
    return struct.get(ADDRESS, DATA).reinterpret(left * ENTRY).get(JAVA_INT, selected * ENTRY);
  }
}
