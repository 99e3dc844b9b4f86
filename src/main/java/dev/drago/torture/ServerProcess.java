package dev.drago.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server as a child process, listening at a free port of this machine. */
public final class ServerProcess implements AutoCloseable {

  private static final Pattern SERVES = Pattern.compile("serves \\d+ items at (http://\\S+)");
  private static final int LAST_LINES = 20;
  private static final int STOP_SECONDS = 30;
  private static final long POLL_NANOS = 10_000_000;

  private final Process process;
  private final URI address;
  private final Api api;
  private final Duration start;

  private ServerProcess(Process process, URI address, Api api, Duration start) {
    this.process = process;
    this.address = address;
    this.api = api;
    this.start = start;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param command java, its flags, and {@code drago serve} with all options but the port
   * @throws IllegalStateException when it ends before, with the last it said
   */
  static ServerProcess start(List<String> command, Duration patience) {
    return start(command, Map.of(), patience);
  }

  /**
   * The same.
   *
   * @param environment what it has in its environment beside that of this process
   */
  public static ServerProcess start(
      List<String> command, Map<String, String> environment, Duration patience) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of("--port", "0"));
    long begun = System.nanoTime();
    try {
      ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      BufferedReader said = process.inputReader();
      Deque<String> last = new ArrayDeque<>();
      for (String text = said.readLine(); text != null; text = said.readLine()) {
        if (last.size() == LAST_LINES) {
          last.removeFirst();
        }
        last.addLast(text);
        Matcher serves = SERVES.matcher(text);
        if (serves.find()) {
          Thread.ofVirtual().start(() -> drain(said));
          URI address = URI.create(serves.group(1));
          Api api = new Api(address);
          return new ServerProcess(process, address, api, ready(api, process, begun, patience));
        }
      }
      throw new IllegalStateException(
          "the server ended without serving; the last it said:\n" + String.join("\n", last));
    } catch (IOException e) {
      throw new UncheckedIOException("the server could not be started: " + e.getMessage(), e);
    }
  }

  private static Duration ready(Api api, Process process, long begun, Duration patience) {
    while (api.isAlive() && process.isAlive()) {
      Duration so = Duration.ofNanos(System.nanoTime() - begun);
      if (api.status("GET", "/readyz") == 200) {
        return so;
      }
      if (so.compareTo(patience) > 0) {
        process.destroyForcibly();
        throw new IllegalStateException("the server was not ready within " + patience);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    throw new IllegalStateException("the server went away before it was ready");
  }

  private static void drain(BufferedReader said) {
    try (said) {
      while (said.readLine() != null) {
        // a full pipe would stop it
      }
    } catch (IOException e) {
      // it was killed
    }
  }

  /** Where it listens. */
  public URI address() {
    return address;
  }

  Api api() {
    return api;
  }

  /** From the start of the process to its first "ready". */
  Duration startTime() {
    return start;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** SIGTERM, and SIGKILL where that does not help. */
  @Override
  public void close() {
    process.destroy();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException("the server did not stop within 30 s of SIGTERM");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
