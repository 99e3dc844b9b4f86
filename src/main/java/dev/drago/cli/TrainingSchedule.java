package dev.drago.cli;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Trains again and again beside a server, in a process of its own: with its own heap, and at the
 * lowest priority, so that neither the memory nor the latency of the server changes. A training
 * that fails is one line in the log; the next one is tried at its time.
 */
final class TrainingSchedule {

  private static final Logger LOG = System.getLogger("dev.drago.linear");
  private static final Path NICE = Path.of("/usr/bin/nice");
  private static final int STOP_SECONDS = 5;

  private final StoreOptions store;
  private final Duration every;
  private final LongSupplier logged;
  private final LongSupplier trained;
  private final TrainingOptions options;

  /**
   * @param logged how many interactions there are
   * @param trained how many there were in the last training
   */
  TrainingSchedule(
      StoreOptions store,
      Duration every,
      TrainingOptions options,
      LongSupplier logged,
      LongSupplier trained) {
    this.store = store;
    this.options = options;
    this.every = every;
    this.logged = logged;
    this.trained = trained;
  }

  /** Runs until {@code stopped}; a training under way is ended then. */
  void keep(CountDownLatch stopped) {
    try {
      while (!stopped.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        if (logged.getAsLong() > trained.getAsLong()) {
          train(stopped);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void train(CountDownLatch stopped) throws InterruptedException {
    try {
      Path said = Files.createTempFile("drago-train", ".log");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(said.toFile());
        store.store.ifPresent(url -> builder.environment().put(StoreOptions.VARIABLE, url));
        Process process = builder.start();
        process.getOutputStream().close();
        try {
          while (process.isAlive() && !stopped.await(200, TimeUnit.MILLISECONDS)) {
            // it trains
          }
        } finally {
          end(process);
        }
        if (stopped.getCount() > 0 && process.exitValue() != 0) {
          List<String> lines = Files.readAllLines(said);
          LOG.log(
              Level.WARNING,
              "training failed and is tried again in {0}: {1}",
              every,
              lines.isEmpty() ? "status " + process.exitValue() : lines.getLast());
        }
      } finally {
        Files.deleteIfExists(said);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "training could not be started: " + e.getMessage());
    }
  }

  private static void end(Process process) throws InterruptedException {
    if (process.isAlive()) {
      process.destroy();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  /** The java and the classes of this process, as {@code drago train}. */
  List<String> command() {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(NICE)) {
      command.addAll(List.of(NICE.toString(), "-n", "19"));
    }
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:MaxRAMPercentage=50",
            "-cp",
            System.getProperty("java.class.path", ""),
            Drago.class.getName(),
            "train",
            "--data",
            store.data.toString(),
            "--linear-items",
            Integer.toString(options.linearItems),
            "--half-life",
            options.halfLife.toString()));
    return command;
  }
}
