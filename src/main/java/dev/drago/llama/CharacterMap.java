package dev.drago.llama;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * The normalisation of a unigram tokenizer, {@code tokenizer.ggml.precompiled_charsmap}: its length
 * in bytes, a double array, and texts that end with a zero.
 *
 * <p>A walk through the array stands at a number; byte c leads to the unit at that number ^ c,
 * which says whether c may come here, how far the next number is, and whether a replacement is
 * known by now: then the unit at the next number holds where its text begins. llama.cpp throws
 * where a walk leaves the array or a text lies beyond the end, in the middle of tokenizing, which
 * ends the process. So all walks there are go through here first.
 */
final class CharacterMap {

  private static final int LEAF = 1 << 8;
  private static final int LABEL = 1 << 31 | 0xff;
  private static final int VALUE = Integer.MAX_VALUE;

  private final byte[] bytes;
  private final int units;

  private CharacterMap(byte[] bytes, int units) {
    this.bytes = bytes;
    this.units = units;
  }

  /**
   * Throws {@link IllegalArgumentException} with what is wrong, to follow "its character map".
   *
   * @param stored bytes, signed or not
   */
  static void check(List<Long> stored) {
    if (stored.isEmpty()) {
      return; // no normalisation
    }
    byte[] bytes = new byte[stored.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = stored.get(i).byteValue();
    }
    if (bytes.length < 2 * Integer.BYTES) {
      throw new IllegalArgumentException("has no more than %d bytes".formatted(bytes.length));
    }
    long array = Integer.toUnsignedLong(little(bytes, 0));
    if (array < Integer.BYTES
        || array % Integer.BYTES != 0
        || array + Integer.BYTES >= bytes.length) {
      throw new IllegalArgumentException(
          "claims %d bytes of %d for its array".formatted(array, bytes.length));
    }
    if (bytes[bytes.length - 1] != 0) {
      throw new IllegalArgumentException("does not end its last text");
    }
    new CharacterMap(bytes, (int) (array / Integer.BYTES)).walk();
  }

  private void walk() {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    open.add(require(next(0)));
    while (!open.isEmpty()) {
      int state = open.remove();
      if (seen.get(state)) {
        continue;
      }
      seen.set(state);
      for (int c = 1; c < 256; c++) {
        int child = require(state ^ c);
        if ((unit(child) & LABEL) == c) {
          int after = require(next(child));
          if ((unit(child) & LEAF) != 0) {
            requireText(unit(after) & VALUE);
          }
          open.add(after);
        }
      }
    }
  }

  /** The number a walk stands at after this unit. */
  private int next(int unit) {
    int packed = unit(unit);
    return unit ^ (packed >>> 10 << ((packed & 1 << 9) >>> 6));
  }

  private int require(int index) {
    if (index < 0 || index >= units) {
      throw new IllegalArgumentException(
          "leads to unit %d of %d".formatted(Integer.toUnsignedLong(index), units));
    }
    return index;
  }

  private void requireText(int offset) {
    int texts = bytes.length - Integer.BYTES * (units + 1);
    if (offset >= texts) {
      throw new IllegalArgumentException(
          "leads to the text at byte %d of %d".formatted(offset, texts));
    }
  }

  private int unit(int index) {
    return little(bytes, Integer.BYTES * (index + 1));
  }

  private static int little(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes, at, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }
}
