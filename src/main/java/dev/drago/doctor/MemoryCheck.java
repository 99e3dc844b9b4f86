package dev.drago.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Whether what the models take fits what the machine has left. */
public final class MemoryCheck {

  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final long KIB = 1024;
  private static final double MB = 1e6;

  private MemoryCheck() {}

  /**
   * Of this machine, now.
   *
   * @param needed bytes of weights and caches in the machine's own memory
   */
  public static Finding run(long needed) {
    try {
      return run(needed, available(Files.readString(MEMORY)));
    } catch (IOException e) {
      return run(needed, OptionalLong.empty());
    }
  }

  static Finding run(long needed, OptionalLong available) {
    if (available.isEmpty()) {
      return Finding.note("memory", "this system does not tell how much memory is available");
    }
    long free = available.getAsLong();
    String text =
        String.format(
            Locale.ROOT,
            "weights and caches take %,.0f MB, beside the heap; %,.0f MB are available",
            needed / MB,
            free / MB);
    return new Finding(
        needed < free ? Finding.Level.OK : Finding.Level.NOTE,
        "memory",
        text,
        Map.of("neededBytes", needed, "availableBytes", free));
  }

  static OptionalLong available(String meminfo) {
    return meminfo
        .lines()
        .filter(line -> line.startsWith("MemAvailable:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
        .findFirst();
  }
}
