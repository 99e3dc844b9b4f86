package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The kernel tells how nice a thread is in {@code /proc}; the oracle of what was set. */
final class ThreadPriorityTest {

  private static final Path SELF = Path.of("/proc/thread-self/stat");

  /** The 19th field of {@code proc_pid_stat(5)}; the second may have blanks, in parentheses. */
  private static int niceness() {
    try {
      String stat = Files.readString(SELF);
      return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aThreadIsNicerAndNoOtherOne() throws InterruptedException {
    assumeTrue(Files.isReadable(SELF), "there is no " + SELF);
    int before = niceness();
    List<Integer> seen = new CopyOnWriteArrayList<>();
    Thread model =
        Thread.ofPlatform()
            .start(
                () -> {
                  ThreadPriority.lower();
                  seen.add(niceness());
                });
    model.join();
    assertThat(seen).containsExactly(Math.min(19, before + 10));
    assertThat(niceness()).isEqualTo(before);
  }
}
