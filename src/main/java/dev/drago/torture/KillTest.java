package dev.drago.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Writers write, the server is killed with SIGKILL at a random moment and started again, and what
 * was acknowledged must be there: again and again.
 */
public final class KillTest {

  /**
   * How to do it.
   *
   * @param command java, its flags, and {@code drago serve} with all options but the port
   * @param shortest a server lives at least so long
   * @param longest and at most so long
   */
  public record Setup(
      List<String> command,
      int kills,
      int writers,
      long seed,
      Duration shortest,
      Duration longest) {
    public Setup {
      command = List.copyOf(command);
      if (kills < 1 || writers < 1 || shortest.compareTo(longest) >= 0) {
        throw new IllegalArgumentException(
            "nothing to do: %d kills, %d writers, lives of %s to %s"
                .formatted(kills, writers, shortest, longest));
      }
    }
  }

  /**
   * What came of it.
   *
   * @param acknowledged writes that were
   * @param wrong what was lost, twice there, or not the same in index and store; a sentence each
   * @param starts from the start of the process to "ready", after each kill
   */
  public record Result(int kills, long acknowledged, List<String> wrong, List<Duration> starts) {
    public Result {
      wrong = List.copyOf(wrong);
      starts = List.copyOf(starts);
    }

    public Duration slowestStart() {
      return starts.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    public Duration medianStart() {
      return starts.isEmpty()
          ? Duration.ZERO
          : starts.stream().sorted().toList().get(starts.size() / 2);
    }
  }

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private KillTest() {}

  /**
   * Runs it; what it finds wrong does not end it.
   *
   * @param progress hears how many kills are done
   * @param said hears what is found wrong at once
   */
  public static Result run(Setup setup, IntConsumer progress, Consumer<String> said) {
    Random random = new Random(setup.seed());
    List<Writer> writers = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    List<Duration> starts = new ArrayList<>();
    ServerProcess server = ServerProcess.start(setup.command(), PATIENCE);
    try {
      for (int n = 0; n < setup.writers(); n++) {
        writers.add(new Writer("", n, setup.seed(), server.api()));
      }
      for (int kill = 1; kill <= setup.kills(); kill++) {
        List<Thread> threads = new ArrayList<>();
        for (Writer writer : writers) {
          writer.to(server.api());
          threads.add(Thread.ofPlatform().name("writer").daemon().start(writer));
        }
        long life = random.nextLong(setup.shortest().toNanos(), setup.longest().toNanos());
        LockSupport.parkNanos(life);
        if (!server.isAlive()) {
          wrong.add("the server ended by itself before kill " + kill);
        }
        server.kill();
        threads.forEach(Threads::join);
        server = ServerProcess.start(setup.command(), PATIENCE);
        starts.add(server.startTime());
        Verification verification = new Verification(server.api());
        writers.forEach(verification::check);
        if (kill == setup.kills()) {
          verification.checkWholeIndex();
        }
        verification.wrong().forEach(said);
        wrong.addAll(verification.wrong());
        progress.accept(kill);
      }
    } finally {
      server.close();
    }
    long acknowledged = writers.stream().mapToLong(w -> w.ledger().acknowledged()).sum();
    if (acknowledged == 0) {
      wrong.add("no write was ever acknowledged: nothing was tried");
    }
    return new Result(setup.kills(), acknowledged, wrong, starts);
  }
}
