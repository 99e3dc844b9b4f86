package dev.drago.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Takes llama.cpp's log lines. It speaks of every tensor at level info, warns of much that is as we
 * want it, and calls a cancelled decode an error: all of these are debug here. Its errors become
 * the reason of the exception that the failing call throws, so that none is lost.
 *
 * <p>It calls on any thread, with parts of a line, the first with its level and the rest as
 * "continued". Nothing may be thrown through native code.
 */
@SuppressWarnings("restricted")
final class NativeLog {

  private static final Logger LOGGER = System.getLogger("dev.drago.llama");
  private static final int INFO = 2;
  private static final int WARN = 3;
  private static final int ERROR = 4;
  private static final int CONTINUED = 5;
  private static final int MAX_LINE = 4_096;
  private static final long MAX_TEXT = 1 << 20;

  private static final class Pending {
    int level;
    final StringBuilder line = new StringBuilder();
    final StringBuilder errors = new StringBuilder();
  }

  private static final ThreadLocal<Pending> PENDING = ThreadLocal.withInitial(Pending::new);

  private NativeLog() {}

  static void install(Functions functions) {
    try {
      MethodHandle receive =
          MethodHandles.lookup()
              .findStatic(
                  NativeLog.class,
                  "receive",
                  MethodType.methodType(
                      void.class, int.class, MemorySegment.class, MemorySegment.class));
      MemorySegment stub =
          Linker.nativeLinker()
              .upcallStub(
                  receive, FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS), Arena.global());
      functions.logSet.invokeExact(stub, MemorySegment.NULL);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /** What went wrong on this thread since the last call, as a sentence's end; empty if nothing. */
  static String takeErrors() {
    Pending pending = PENDING.get();
    String errors = pending.errors.toString().strip();
    pending.errors.setLength(0);
    return errors.isEmpty() ? "" : ": " + errors;
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by native code
  private static void receive(int level, MemorySegment text, MemorySegment userData) {
    try {
      if (text.address() != 0) {
        append(level, text.reinterpret(MAX_TEXT).getString(0));
      }
    } catch (Throwable e) {
      // Also an exhausted heap or a broken logger: losing a line is all that may come of it.
    }
  }

  static void append(int level, String text) {
    Pending pending = PENDING.get();
    if (level != CONTINUED) {
      flush(pending);
      pending.level = level;
    }
    pending.line.append(text, 0, Math.min(text.length(), MAX_LINE));
    if (text.endsWith("\n") || pending.line.length() > MAX_LINE) {
      flush(pending);
    }
  }

  private static void flush(Pending pending) {
    String line = pending.line.toString().strip();
    pending.line.setLength(0);
    if (line.isEmpty()) {
      return;
    }
    if (pending.level == ERROR && pending.errors.length() < MAX_LINE) {
      pending.errors.append(pending.errors.isEmpty() ? "" : "; ").append(line);
    }
    LOGGER.log(level(pending.level), line);
  }

  private static Level level(int level) {
    return switch (level) {
      case ERROR, WARN, INFO -> Level.DEBUG;
      default -> Level.TRACE;
    };
  }
}
