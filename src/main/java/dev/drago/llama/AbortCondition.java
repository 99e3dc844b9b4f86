package dev.drago.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What native code asks during a decode. It never throws there: that would end the process. */
@SuppressWarnings("restricted")
final class AbortCondition {

  private @Nullable BooleanSupplier condition;
  private @Nullable Throwable failure;

  void set(@Nullable BooleanSupplier newCondition) {
    condition = newCondition;
    failure = null;
  }

  /** A {@code ggml_abort_callback} that asks this condition, valid as long as the arena. */
  MemorySegment stub(Arena arena) throws ReflectiveOperationException {
    MethodHandle ask =
        MethodHandles.lookup()
            .bind(this, "ask", MethodType.methodType(boolean.class, MemorySegment.class));
    return Linker.nativeLinker()
        .upcallStub(ask, FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS), arena);
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by native code
  private boolean ask(MemorySegment data) {
    try {
      return condition != null && condition.getAsBoolean();
    } catch (Throwable e) {
      failure = e;
      return true;
    }
  }

  /** Throws what the condition threw during the last decode, if anything. */
  void rethrow() {
    Throwable thrown = failure;
    failure = null;
    if (thrown != null) {
      throw Functions.failure(thrown);
    }
  }
}
