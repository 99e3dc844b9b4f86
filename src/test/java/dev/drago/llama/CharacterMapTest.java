package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Maps built by hand, and walks through damaged ones as llama.cpp does them. */
class CharacterMapTest {

  private static final int BLOCK = 256;
  private static final int CHILD = 1 ^ 'A';

  /** 'A' becomes "a": base 1 at the root, base 2 after 'A', the place of the text there. */
  static byte[] lowerA() {
    ByteBuffer map = ByteBuffer.allocate(4 + 4 * BLOCK + 2).order(ByteOrder.LITTLE_ENDIAN);
    map.putInt(0, 4 * BLOCK);
    unit(map, 0, 1 << 10);
    unit(map, CHILD, (CHILD ^ 2) << 10 | 1 << 8 | 'A');
    unit(map, 2, 1 << 31);
    map.put(4 + 4 * BLOCK, (byte) 'a');
    return map.array();
  }

  @Test
  void aSoundMapIsAcceptedAndSoIsNone() {
    CharacterMap.check(boxed(lowerA()));
    CharacterMap.check(List.of());
  }

  @Test
  void aMapThatLeadsAwayIsRefusedWithWhereTo() {
    refuse(map -> unit(map, 0, 300 << 10), "leads to unit 300 of 256");
    refuse(map -> unit(map, CHILD, (CHILD ^ 999) << 10 | 1 << 8 | 'A'), "leads to unit 999 of 256");
    refuse(map -> unit(map, 2, 1 << 31 | 7), "leads to the text at byte 7 of 2");
  }

  @Test
  void lengthsThatCannotBeAreRefused() {
    refuse(map -> map.putInt(0, 4 * BLOCK + 2), "claims 1026 bytes of 1030 for its array");
    refuse(map -> map.putInt(0, -4), "claims 4294967292 bytes");
    refuse(map -> map.putInt(0, 0), "claims 0 bytes");
    refuse(map -> map.put(map.capacity() - 1, (byte) 'x'), "does not end its last text");
    assertThatThrownBy(() -> CharacterMap.check(List.of(4L, 0L)))
        .hasMessage("has no more than 2 bytes");
  }

  @Test
  void noTextMakesAnAcceptedMapFail() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int accepted = 0;
    for (int round = 0; round < 2_000; round++) {
      byte[] map = lowerA();
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(4) == 0 ? random.nextInt(map.length) : spot(random);
        map[at] = (byte) random.nextInt(256);
      }
      try {
        CharacterMap.check(boxed(map));
      } catch (IllegalArgumentException e) {
        continue;
      }
      accepted++;
      byte[] text = new byte[40];
      random.nextBytes(text);
      text[0] = 'A';
      assertThatCode(() -> normalise(map, text)).as("seed %d", seed).doesNotThrowAnyException();
    }
    assertThat(accepted).as("seed %d", seed).isBetween(100, 1_990);
  }

  /** A byte of a unit that is in use. */
  private static int spot(Random random) {
    return 4 + 4 * List.of(0, CHILD, 2).get(random.nextInt(3)) + random.nextInt(4);
  }

  /** The walk of llama.cpp from every byte of a text; an index out of bounds where it throws. */
  private static void normalise(byte[] map, byte[] text) {
    ByteBuffer units = ByteBuffer.wrap(map).order(ByteOrder.LITTLE_ENDIAN);
    int size = units.getInt(0) / 4;
    int texts = 4 + 4 * size;
    for (int from = 0; from < text.length; from++) {
      int index = base(units, size, 0);
      int replacement = -1;
      for (int at = from; at < text.length && text[at] != 0; at++) {
        int c = text[at] & 0xff;
        index ^= c;
        int unit = read(units, size, index);
        if ((unit & (1 << 31 | 0xff)) != c) {
          break;
        }
        index ^= base(units, size, index);
        if ((unit >>> 8 & 1) == 1) {
          replacement = read(units, size, index) & Integer.MAX_VALUE;
        }
      }
      if (replacement >= 0) {
        int end = Math.addExact(texts, replacement);
        while (map[end] != 0) {
          end++;
        }
      }
    }
  }

  private static int base(ByteBuffer units, int size, int index) {
    int packed = read(units, size, index);
    return packed >>> 10 << ((packed & 1 << 9) >>> 6);
  }

  private static int read(ByteBuffer units, int size, int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("unit " + index);
    }
    return units.getInt(4 + 4 * index);
  }

  private static void unit(ByteBuffer map, int index, int value) {
    map.putInt(4 + 4 * index, value);
  }

  private interface Change {
    void to(ByteBuffer map);
  }

  private static void refuse(Change change, String sentence) {
    byte[] map = lowerA();
    change.to(ByteBuffer.wrap(map).order(ByteOrder.LITTLE_ENDIAN));
    assertThatThrownBy(() -> CharacterMap.check(boxed(map)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  private static List<Long> boxed(byte[] bytes) {
    List<Long> boxed = new ArrayList<>();
    for (byte b : bytes) {
      boxed.add((long) b);
    }
    return boxed;
  }
}
