package dev.drago.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log of two million interactions, of which a small heap could not hold a tenth. */
@Timeout(300)
class StreamingTest {

  private static final int USERS = 20_000;
  private static final int LENGTH = 100;
  private static final int ITEMS = 1_000;
  private static final String HEAP = "-Xmx24m";

  @TempDir Path folder;

  @Test
  void memoryDoesNotGrowWithTheLog() throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    Process writer =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    HEAP,
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Writer.class.getName(),
                    folder.resolve("set").toString()))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(writer.waitFor()).as(() -> read(said)).isZero();
    assertThat(folder.resolve("set").resolve("dataset.json"))
        .content()
        .contains("\"users\" : 20000");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The process with the small heap. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] args) {
      DatasetOptions options =
          new DatasetOptions(
              ItemForm.TOKENS, new SlidingWindows(15, 1, 3, 2), List.of("en"), 4, 0.1, 0, 1, true);
      try (DatasetBuilder builder =
          new DatasetBuilder(
              Path.of(args[0]), false, Catalogues.of(ITEMS), options, Optional.empty())) {
        for (int u = 0; u < USERS; u++) {
          builder.add("user-" + u, new SplittableRandom(u).ints(LENGTH, 0, ITEMS).toArray());
        }
        builder.publish(new DatasetSource("test", ITEMS, "", USERS, (long) USERS * LENGTH, ""));
      }
    }
  }
}
