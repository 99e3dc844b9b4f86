package dev.drago.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a server could keep its state in a folder. Leaves nothing behind. */
public final class DataFolderCheck {

  private static final String TOPIC = "data";
  private static final double GB = 1e9;

  private DataFolderCheck() {}

  public static Finding run(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Optional<Path> existing = nearest(absolute);
    if (existing.isEmpty() || !Files.isDirectory(existing.get())) {
      return fault("the data folder '%s' cannot be made".formatted(folder));
    }
    try {
      Files.delete(Files.createTempFile(existing.get(), "drago-doctor-", ".tmp"));
      long free = Files.getFileStore(existing.get()).getUsableSpace();
      boolean there = existing.get().equals(absolute);
      return Finding.ok(
          TOPIC,
          String.format(
              Locale.ROOT,
              "'%s' %s, with %.1f GB free",
              folder,
              there ? "can be written" : "is not there yet and can be made",
              free / GB),
          Map.of("folder", absolute.toString(), "exists", there, "freeBytes", free));
    } catch (IOException e) {
      return fault("the data folder '%s' cannot be written: %s".formatted(folder, e));
    }
  }

  /** The folder itself, or what of its path is there. */
  private static Optional<Path> nearest(Path folder) {
    @Nullable Path at = folder;
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    return Optional.ofNullable(at);
  }

  private static Finding fault(String text) {
    return new Finding(Finding.Level.FAULT, TOPIC, text, Map.of());
  }
}
