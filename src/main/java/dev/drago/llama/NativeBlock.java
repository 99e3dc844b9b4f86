package dev.drago.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;

/**
 * Memory outside of the heap that several threads read until one gives it back.
 *
 * <p>It is {@code malloc}'s, because to close an arena that threads share is to shake hands with
 * all of them, some hundred times a second where sequences come and go; and because one that the
 * collector closes is closed when the heap is full, not when this memory is.
 */
@SuppressWarnings("restricted")
final class NativeBlock implements AutoCloseable {

  private static final MethodHandle MALLOC =
      standard("malloc", FunctionDescriptor.of(ADDRESS, JAVA_LONG));
  private static final MethodHandle FREE = standard("free", FunctionDescriptor.ofVoid(ADDRESS));

  private final StampedLock lock = new StampedLock();
  private final MemorySegment memory;

  /** Guarded by {@code lock}. */
  private boolean closed;

  /**
   * @param bytes of undefined content
   * @throws OutOfMemoryError when there are not so many
   */
  NativeBlock(long bytes) {
    MemorySegment start;
    try {
      start = (MemorySegment) MALLOC.invokeExact(Math.max(1, bytes));
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
    if (start.equals(MemorySegment.NULL)) {
      throw new OutOfMemoryError("no %d bytes of native memory".formatted(bytes));
    }
    this.memory = start.reinterpret(bytes);
  }

  private static MethodHandle standard(String name, FunctionDescriptor function) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), function);
  }

  long bytes() {
    return memory.byteSize();
  }

  /** Has {@code user} use the memory, which stays for so long; false when it was given back. */
  boolean use(Consumer<MemorySegment> user) {
    long stamp = lock.readLock();
    try {
      if (!closed) {
        user.accept(memory);
      }
      return !closed;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** Gives the memory back as soon as nobody uses it; once is enough. */
  @Override
  public void close() {
    long stamp = lock.writeLock();
    try {
      if (!closed) {
        closed = true;
        FREE.invokeExact(memory);
      }
    } catch (Throwable e) {
      throw Functions.failure(e);
    } finally {
      lock.unlockWrite(stamp);
    }
  }
}
