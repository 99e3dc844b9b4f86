package dev.drago.cli;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT: the first ends the process in order, through its shutdown hooks; a second one
 * ends it at once. The JVM itself would ignore the second.
 *
 * <p>What hears signals is {@code sun.misc.Signal}, the JDK's own since ever and without a
 * successor; the compiler lets nobody name it without a warning, so it is found by name. Where it
 * is not, the first signal still ends the process in order.
 */
final class StopSignals {

  private static final Logger LOG = System.getLogger("dev.drago.serve");
  private static final int SIGNALLED = 128;

  private StopSignals() {}

  /** From now on. */
  static void handle() {
    AtomicBoolean asked = new AtomicBoolean();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method number = signal.getMethod("getNumber");
      Object stop =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  stop(SIGNALLED + (int) number.invoke(arguments[0]), asked.getAndSet(true)));
      for (String name : new String[] {"TERM", "INT"}) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), stop);
      }
    } catch (ReflectiveOperationException e) {
      LOG.log(Level.INFO, "a second signal will not end the process at once: {0}", e.toString());
    }
  }

  private static Object stop(int status, boolean again) {
    if (again) {
      Runtime.getRuntime().halt(status);
    }
    return Thread.ofPlatform().name("stop").start(() -> Runtime.getRuntime().exit(status));
  }
}
