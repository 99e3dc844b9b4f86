package dev.drago.llama;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/**
 * The priority of a thread for the system's scheduler. Java has one too, which Linux ignores unless
 * a flag says otherwise, and then it warns everybody who is not root.
 */
@SuppressWarnings("restricted")
public final class ThreadPriority {

  /** Of 19: a tenth of the processor time of a thread that has its usual priority. */
  private static final int NICER = 10;

  private ThreadPriority() {}

  /**
   * Lets others go first from now on: {@code nice(3)}, which Linux applies to the calling thread
   * and those that it starts, such as OpenMP's. Where the system does not know it, nothing changes.
   */
  public static void lower() {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("nice")
        .ifPresent(
            nice -> {
              try {
                int unused =
                    (int)
                        linker
                            .downcallHandle(nice, FunctionDescriptor.of(JAVA_INT, JAVA_INT))
                            .invokeExact(NICER);
              } catch (Throwable e) {
                throw Functions.failure(e);
              }
            });
  }
}
