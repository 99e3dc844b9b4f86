package dev.drago.llama;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The devices that one library has found. */
@SuppressWarnings("restricted")
final class Devices {

  private static final long MAX_TEXT = 1 << 12;

  private final Functions functions;

  Devices(Functions functions) {
    this.functions = functions;
  }

  /** Tells without asking a driver for memory, which would wake the GPU. */
  boolean hasGpu() {
    return handles().anyMatch(handle -> kind(handle) == Device.Kind.GPU);
  }

  Stream<Device> all() {
    return handles().map(this::describe);
  }

  private Stream<MemorySegment> handles() {
    try {
      long count = (long) functions.deviceCount.invokeExact();
      return LongStream.range(0, count).mapToObj(this::handle);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private MemorySegment handle(long index) {
    try {
      return (MemorySegment) functions.deviceGet.invokeExact(index);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private Device.Kind kind(MemorySegment handle) {
    try {
      int code = (int) functions.deviceType.invokeExact(handle);
      return Stream.of(Device.Kind.values())
          .filter(kind -> kind.code == code)
          .findFirst()
          .orElseThrow(() -> new LlamaException("a device is of the unknown kind " + code));
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private Device describe(MemorySegment handle) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment free = arena.allocate(JAVA_LONG);
      MemorySegment total = arena.allocate(JAVA_LONG);
      functions.deviceMemory.invokeExact(handle, free, total);
      return new Device(
          text((MemorySegment) functions.deviceName.invokeExact(handle)),
          text((MemorySegment) functions.deviceDescription.invokeExact(handle)),
          kind(handle),
          free.get(JAVA_LONG, 0),
          total.get(JAVA_LONG, 0));
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private static String text(MemorySegment pointer) {
    return pointer.address() == 0 ? "" : pointer.reinterpret(MAX_TEXT).getString(0).strip();
  }
}
