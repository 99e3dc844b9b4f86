package dev.drago.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/**
 * Why the system cannot load a library. Java says only that it cannot; the system's loader knows
 * which other library is missing, and is asked again for that.
 */
@SuppressWarnings("restricted")
final class LoaderMessage {

  private static final int RTLD_NOW = 2;
  private static final long MAX_TEXT = 1 << 12;

  private LoaderMessage() {}

  /** The loader's words, such as {@code libcublas.so.12: cannot open shared object file: …}. */
  static String of(Path library) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup system = linker.defaultLookup();
    var open = system.find("dlopen");
    var error = system.find("dlerror");
    if (open.isEmpty() || error.isEmpty()) {
      return "the system's loader refuses it";
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(library.toString());
      MemorySegment handle =
          (MemorySegment)
              linker
                  .downcallHandle(open.get(), FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT))
                  .invokeExact(path, RTLD_NOW);
      MemorySegment message =
          (MemorySegment)
              linker.downcallHandle(error.get(), FunctionDescriptor.of(ADDRESS)).invokeExact();
      return handle.address() != 0 || message.address() == 0
          ? "the system's loader refuses it"
          : message.reinterpret(MAX_TEXT).getString(0).strip();
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }
}
