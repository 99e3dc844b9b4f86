package dev.drago.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident set of this process. */
final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long KIB = 1024;

  private ResidentMemory() {}

  /** In bytes; 0 where the system does not tell. */
  static long bytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
