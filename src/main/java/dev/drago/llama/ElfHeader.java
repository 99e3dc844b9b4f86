package dev.drago.llama;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The first bytes of a shared library on Linux: enough to say what is wrong with one, where the
 * system's loader only says that it cannot open it.
 */
final class ElfHeader {

  private static final int LENGTH = 20;
  private static final int MAGIC = 0x7f454c46; // DEL E L F
  private static final int CLASS = 4;
  private static final int CLASS_64 = 2;
  private static final int ORDER = 5;
  private static final int LITTLE_ENDIAN = 1;
  private static final int TYPE = 16;
  private static final int SHARED = 3;
  private static final int MACHINE = 18;

  private static final Map<Integer, String> MACHINES =
      Map.of(3, "x86", 40, "arm", 62, "amd64", 183, "aarch64", 243, "riscv64", 21, "ppc64");

  private ElfHeader() {}

  /** Throws {@link LlamaException} unless the file is a library for {@code architecture}. */
  static void require(Path file, String architecture) {
    ByteBuffer header = read(file);
    if (header.remaining() < LENGTH || header.getInt(0) != MAGIC) {
      throw new LlamaException("it is not a shared library");
    }
    header.order(
        header.get(ORDER) == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int machine = Short.toUnsignedInt(header.getShort(MACHINE));
    String name = MACHINES.getOrDefault(machine, "machine " + machine);
    String here = architecture.equals("x86_64") ? "amd64" : architecture;
    if (!name.equals(here) || header.get(CLASS) != CLASS_64) {
      throw new LlamaException("it is for %s, and this is %s".formatted(name, here));
    }
    if (header.getShort(TYPE) != SHARED) {
      throw new LlamaException("it is not a shared library");
    }
  }

  private static ByteBuffer read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return ByteBuffer.wrap(in.readNBytes(LENGTH));
    } catch (IOException e) {
      throw new LlamaException("it cannot be read: " + e.getMessage(), e);
    }
  }
}
