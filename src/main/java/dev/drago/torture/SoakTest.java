package dev.drago.torture;

import dev.drago.evaluation.load.BenchmarkResult;
import dev.drago.evaluation.load.Load;
import dev.drago.evaluation.load.LoadGenerator;
import dev.drago.evaluation.load.Scenario;
import dev.drago.evaluation.load.Scenarios;
import dev.drago.evaluation.load.ServedItem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * More than a server can bear, for a long time: first what it can bear is measured, then twice as
 * much is asked of it by an open load, while two writers write; then how it is afterwards.
 */
public final class SoakTest {

  /**
   * How to do it.
   *
   * @param command java, its flags, and {@code drago serve} with all options but the port
   * @param clients connections under the overload; more than the server lets in at once
   * @param time how long it is overloaded
   */
  public record Setup(List<String> command, int clients, Duration time, long seed) {
    public Setup {
      command = List.copyOf(command);
    }
  }

  /**
   * The memory of the server's process, in bytes.
   *
   * @param heapUsed of the heap, right after a collection that the JVM did by itself: the least of
   *     several looks
   */
  public record Memory(long resident, long heapUsed) {}

  /**
   * What came of it.
   *
   * @param sustained answers a second to 16 clients who ask as fast as they are answered
   * @param before at half of that, before the overload
   * @param overload at twice of that, after its first tenth
   * @param after at half of that again, when the overload has ended
   * @param start of the overload, after its first tenth
   * @param end of the overload
   * @param acknowledged writes meanwhile
   * @param wrong what was not as it must be, a sentence each
   */
  public record Result(
      double sustained,
      BenchmarkResult before,
      BenchmarkResult overload,
      BenchmarkResult after,
      Memory start,
      Memory end,
      long acknowledged,
      List<String> wrong) {
    public Result {
      wrong = List.copyOf(wrong);
    }
  }

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final int SUSTAINED_CLIENTS = 16;
  private static final int MOST_ITEMS = 5_000;
  private static final int WRITERS = 2;
  private static final int LOOKS = 20;
  private static final long LOOK_MILLIS = 250;

  private SoakTest() {}

  /**
   * Runs it.
   *
   * @param said hears what was measured so far
   */
  public static Result run(Setup setup, Consumer<String> said)
      throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(setup.command(), PATIENCE)) {
      List<ServedItem> items = ServedItem.readAll(server.address(), Map.of(), MOST_ITEMS);
      Scenario scenario = new Scenarios(items, List.of(), setup.seed()).all().getFirst();
      LoadGenerator load = new LoadGenerator(server.address(), Map.of());
      double sustained =
          load.run(scenario, Load.closed(SUSTAINED_CLIENTS, WARM_UP, SHORT)).perSecond();
      said.accept("it sustains %.0f answers/s".formatted(sustained));
      BenchmarkResult before = half(load, scenario, sustained);

      String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-";
      List<Writer> writers = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int n = 0; n < WRITERS; n++) {
        Writer writer = new Writer(run, n, setup.seed(), server.api());
        writers.add(writer);
        threads.add(Thread.ofPlatform().name("writer").daemon().start(writer));
      }
      Duration tenth = setup.time().dividedBy(10);
      BenchmarkResult first =
          load.run(scenario, Load.open(setup.clients(), 2 * sustained, Duration.ZERO, tenth));
      Memory start = memory(server.api());
      said.accept("overloaded for %s: %s; %s".formatted(tenth, start, first.refusals()));
      // Its clients connect anew, and what they remember has to find its place in memory.
      Duration warmUp = tenth.compareTo(WARM_UP) < 0 ? tenth : WARM_UP;
      BenchmarkResult overload =
          load.run(
              scenario,
              Load.open(
                  setup.clients(), 2 * sustained, warmUp, setup.time().minus(tenth).minus(warmUp)));
      Memory end = memory(server.api());
      said.accept("overloaded for %s: %s".formatted(setup.time(), end));
      writers.forEach(Writer::stop);
      threads.forEach(Threads::join);

      BenchmarkResult after = half(load, scenario, sustained);
      Verification verification = new Verification(server.api());
      writers.forEach(verification::check);
      verification.checkWholeIndex();
      List<String> wrong = new ArrayList<>(verification.wrong());
      wrong.addAll(lost(first));
      wrong.addAll(lost(overload));
      long acknowledged = writers.stream().mapToLong(w -> w.ledger().acknowledged()).sum();
      return new Result(sustained, before, overload, after, start, end, acknowledged, wrong);
    }
  }

  /** The requests that had no answer, or another one than they should have. */
  private static List<String> lost(BenchmarkResult result) {
    return result.errors().entrySet().stream()
        .filter(error -> !error.getKey().equals("503") && !error.getKey().equals("429"))
        .map(error -> "%d requests ended with '%s'".formatted(error.getValue(), error.getKey()))
        .toList();
  }

  private static BenchmarkResult half(LoadGenerator load, Scenario scenario, double sustained) {
    return load.run(scenario, Load.open(SUSTAINED_CLIENTS, sustained / 2, WARM_UP, SHORT));
  }

  private static Memory memory(Api api) throws InterruptedException {
    long resident = 0;
    long heap = Long.MAX_VALUE;
    for (int look = 0; look < LOOKS; look++) {
      Thread.sleep(LOOK_MILLIS);
      resident = Math.max(resident, api.get("/v1/status").body().path("residentBytes").asLong());
      heap = Math.min(heap, (long) api.metric("drago_jvm_heap_used_bytes"));
    }
    return new Memory(resident, heap);
  }
}
