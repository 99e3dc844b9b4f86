package dev.drago.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The disk of the data folder fills up under the writers, and gets room again. The folder has to be
 * on a small file system of its own.
 */
public final class DiskTest {

  /**
   * How to do it.
   *
   * @param command java, its flags, and {@code drago serve} with all options but the port
   * @param full how long the disk stays full
   */
  public record Setup(List<String> command, Path data, int writers, long seed, Duration full) {
    public Setup {
      command = List.copyOf(command);
    }
  }

  /**
   * What came of it.
   *
   * @param refused writes that were answered with a problem while the disk was full, by status
   * @param sentences what the problems said
   * @param reads requests that read, while it was full
   * @param recovered from the moment there was room to the first acknowledged write of each kind
   * @param wrong what was not as it must be, a sentence each
   */
  public record Result(
      long acknowledged,
      Map<Integer, Long> refused,
      List<String> sentences,
      long reads,
      Duration recovered,
      List<String> wrong) {
    public Result {
      refused = Map.copyOf(refused);
      sentences = List.copyOf(sentences);
      wrong = List.copyOf(wrong);
    }
  }

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BEFORE = Duration.ofSeconds(3);
  private static final long MOST_BALLAST = 4L << 30;
  private static final long PAUSE_NANOS = 20_000_000;

  private final Setup setup;
  private final Consumer<String> said;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> sentences = new ArrayList<>();

  private DiskTest(Setup setup, Consumer<String> said) {
    this.setup = setup;
    this.said = said;
  }

  /**
   * Runs it.
   *
   * @param said hears what happens
   */
  public static Result run(Setup setup, Consumer<String> said) {
    return new DiskTest(setup, said).run();
  }

  private Result run() {
    Path ballast = setup.data().resolve("ballast");
    ServerProcess server = ServerProcess.start(setup.command(), PATIENCE);
    try {
      List<Writer> writers = new ArrayList<>();
      for (int n = 0; n < setup.writers(); n++) {
        writers.add(new Writer("", n, setup.seed(), server.api()));
      }
      write(writers, BEFORE);
      Map<Integer, Long> before = statuses(writers);
      said.accept("writes before, by status: " + before);
      if (!before.keySet().equals(Set.of(Writer.DONE))) {
        wrong.add("writes were refused before the disk was full: " + before);
      }
      fill(ballast);
      long reads = whileFull(server.api(), writers);
      Map<Integer, Long> refused = new TreeMap<>();
      statuses(writers)
          .forEach(
              (status, times) -> {
                long during = times - before.getOrDefault(status, 0L);
                if (status != Writer.DONE && during > 0) {
                  refused.put(status, during);
                }
              });
      if (refused.isEmpty()) {
        wrong.add("nothing was refused: the disk was never full");
      }
      if (!refused.keySet().stream().allMatch(status -> status == 503)) {
        wrong.add("on a full disk writes were answered otherwise than by 503: " + refused);
      }
      Files.delete(ballast);
      Duration recovered = recover(server.api());
      said.accept("there is room again; writes are taken after " + recovered.toMillis() + " ms");
      write(writers, BEFORE);
      verify(server.api(), writers);
      server.kill();
      server = ServerProcess.start(setup.command(), PATIENCE);
      verify(server.api(), writers);
      return new Result(
          writers.stream().mapToLong(w -> w.ledger().acknowledged()).sum(),
          refused,
          sentences,
          reads,
          recovered,
          wrong);
    } catch (IOException e) {
      throw new UncheckedIOException("the ballast could not be handled: " + e.getMessage(), e);
    } finally {
      server.close();
    }
  }

  private static Map<Integer, Long> statuses(List<Writer> writers) {
    Map<Integer, Long> all = new TreeMap<>();
    writers.forEach(w -> w.statuses().forEach((status, n) -> all.merge(status, n, Long::sum)));
    return all;
  }

  private static void write(List<Writer> writers, Duration time) {
    List<Thread> threads = new ArrayList<>();
    for (Writer writer : writers) {
      writer.resume();
      threads.add(Thread.ofPlatform().name("writer").daemon().start(writer));
    }
    LockSupport.parkNanos(time.toNanos());
    writers.forEach(Writer::stop);
    threads.forEach(Threads::join);
  }

  /** Writes until not a byte more goes in. */
  private void fill(Path ballast) throws IOException {
    long written = 0;
    try (FileChannel out =
        FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int block = 1 << 20; block >= 1; ) {
        try {
          written += out.write(ByteBuffer.allocate(block));
          if (written > MOST_BALLAST) {
            Files.deleteIfExists(ballast);
            throw new IllegalArgumentException(
                "%s has room for more than 4 GB: give a folder on a small file system"
                    .formatted(setup.data()));
          }
        } catch (IOException e) {
          block /= 2;
        }
      }
    }
    said.accept("the disk is full after %,d bytes of ballast".formatted(written));
  }

  /** Writers go on while reads must be answered; how many were. */
  private long whileFull(Api api, List<Writer> writers) {
    Thread writing = Thread.ofPlatform().name("writing").start(() -> write(writers, setup.full()));
    long reads = 0;
    while (writing.isAlive()) {
      require(api.get("/v1/items/" + BaseCatalogue.id(1)), "an item");
      require(api.get("/v1/search?q=chronicle&mode=keyword"), "a search");
      require(
          api.send("POST", "/v1/recommendations", "{\"history\": [\"base-1\", \"base-2\"]}"),
          "a recommendation");
      reads += 3;
      Api.Answer refusal =
          api.send(
              "PUT",
              "/v1/items/probe",
              "{\"title\": \"A probe\", \"text\": \"" + "x".repeat(20_000) + "\"}");
      String detail = refusal.body().path("detail").asText();
      if (!refusal.isOk() && !sentences.contains(detail)) {
        sentences.add(detail);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return reads;
  }

  private void require(Api.Answer answer, String what) {
    if (!answer.isOk()) {
      wrong.add(
          "%s was not read from a full disk: %d %s"
              .formatted(what, answer.status(), answer.body()));
    }
  }

  /** Until an item and an interaction are taken again. */
  private static Duration recover(Api api) {
    long begun = System.nanoTime();
    int n = 0;
    while (!(api.send("PUT", "/v1/items/probe", "{\"title\": \"A probe %d\"}".formatted(n++)).isOk()
        && api.send(
                "POST",
                "/v1/interactions",
                "{\"userId\": \"prober\", \"itemId\": \"%s\"}".formatted(BaseCatalogue.id(0)))
            .isOk())) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new IllegalStateException("with room on the disk writes are still refused");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private void verify(Api api, List<Writer> writers) {
    Verification verification = new Verification(api);
    writers.forEach(verification::check);
    verification.checkWholeIndex();
    wrong.addAll(verification.wrong());
  }
}
