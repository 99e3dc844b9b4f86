package dev.drago.evaluation.load;

import dev.drago.evaluation.load.BenchmarkResult.Fairness;
import dev.drago.evaluation.load.Load.Arrivals;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Asks a running server over HTTP and measures how it answers.
 *
 * <p>In a <em>closed</em> load each client asks again when it has its answer. That finds the
 * throughput, but a server that stalls also stops the asking, so that the stall is counted once
 * instead of once for everyone who would have come meanwhile: "coordinated omission". In an
 * <em>open</em> load requests are due at a fixed rate, and latency is counted from the moment a
 * request was due, whether or not a client was free to send it then (Tene, <i>How NOT to Measure
 * Latency</i>, 2013; the method of wrk2). Its figures are the ones a user feels.
 *
 * <p>What was measured when the calling thread is interrupted is returned, with its interrupt
 * status set.
 */
public final class LoadGenerator {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final URI server;
  private final Map<String, String> headers;

  /**
   * @param server {@code http://host:port}
   * @param headers to send with every request, such as {@code Authorization}
   */
  public LoadGenerator(URI server, Map<String, String> headers) {
    this.server = server;
    this.headers = Map.copyOf(headers);
  }

  /** Asks as {@code load} says and waits for the last answer. */
  public BenchmarkResult run(Scenario scenario, Load load) {
    Schedule schedule = Schedule.startingNow(load);
    LoadTally all = new LoadTally();
    List<Client> clients = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < load.clients(); i++) {
      Connection connection = new Connection(server, headers, TIMEOUT);
      Client client = new Client(connection, scenario.clients().apply(i), schedule, all);
      clients.add(client);
      threads.add(Thread.ofPlatform().name("client-" + i).daemon().unstarted(client));
    }
    threads.forEach(Thread::start);
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          schedule.stop();
          clients.forEach(Client::close);
        }
      }
    }
    for (Client client : clients) {
      Throwable defect = client.defect();
      if (defect != null) {
        throw new IllegalStateException(
            "the scenario '%s' is broken: %s".formatted(scenario.name(), defect.getMessage()),
            defect);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result(scenario, load, schedule, all, clients.stream().map(Client::tally).toList());
  }

  private static BenchmarkResult result(
      Scenario scenario, Load load, Schedule schedule, LoadTally all, List<ClientTally> tallies) {
    Map<String, Long> errors = new TreeMap<>();
    for (ClientTally tally : tallies) {
      tally.errors.forEach((how, times) -> errors.merge(how, times, Long::sum));
    }
    long lastAnswer = tallies.stream().mapToLong(t -> t.lastAnswer).max().orElse(0);
    double seconds = Math.max(0, lastAnswer - schedule.measuredFrom()) / 1e9;
    long served = tallies.stream().mapToLong(ClientTally::served).sum();
    return new BenchmarkResult(
        scenario.name(),
        switch (load.arrivals()) {
          case Arrivals.Closed() -> "closed";
          case Arrivals.Open(double rate) -> String.format(Locale.ROOT, "%.0f/s", rate);
        },
        load.clients(),
        tallies.stream().mapToLong(ClientTally::requests).sum(),
        errors,
        tallies.stream().mapToLong(t -> t.degraded).sum(),
        tallies.stream().mapToLong(t -> t.unsent).sum(),
        seconds,
        perSecond((double) served, seconds),
        millis(all.answered(), 50),
        millis(all.answered(), 90),
        millis(all.answered(), 99),
        millis(all.answered().getMaxValue()),
        new BenchmarkResult.Refusals(
            all.refused().getTotalCount(),
            millis(all.refused(), 99),
            millis(all.refused().getMaxValue())),
        new Fairness(
            tallies.stream().mapToDouble(t -> millis(t.nanos, 99)).min().orElse(0),
            tallies.stream().mapToDouble(t -> millis(t.nanos, 99)).max().orElse(0),
            tallies.stream().mapToLong(ClientTally::requests).min().orElse(0),
            tallies.stream().mapToLong(ClientTally::requests).max().orElse(0)),
        perSecond(tallies.stream().mapToLong(t -> t.cpuNanos).sum() / 1e9, seconds));
  }

  private static double perSecond(double amount, double seconds) {
    return seconds > 0 ? Math.round(1_000 * amount / seconds) / 1e3 : 0;
  }

  private static double millis(Histogram nanos, double percentile) {
    return millis(nanos.getValueAtPercentile(percentile));
  }

  /** To the microsecond. */
  private static double millis(long nanos) {
    return Math.round(nanos / 1e3) / 1e3;
  }
}
