package dev.drago.cli;

import dev.drago.evaluation.GraphRecall;
import dev.drago.evaluation.load.BenchmarkReport;
import dev.drago.evaluation.load.BenchmarkResult;
import dev.drago.evaluation.load.Load;
import dev.drago.evaluation.load.LoadGenerator;
import dev.drago.evaluation.load.Scenario;
import dev.drago.evaluation.load.Scenarios;
import dev.drago.evaluation.load.ServedItem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago bench}: latency and throughput of a running server. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures latency and throughput of a running server. Ctrl-C ends it with a report on the",
      "runs so far."
    })
final class BenchCommand implements Callable<Integer> {

  private static final int MOST_ITEMS = 5_000;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "The server to ask (default: ${DEFAULT-VALUE}).")
  URI server = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--clients",
      split = ",",
      defaultValue = "1,16,32",
      description = "Clients that ask at once, one run for each (default: ${DEFAULT-VALUE}).")
  List<Integer> clients = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Requests a second, due whether or not those before are answered (default: each client"
              + " asks when it has its answer).")
  Optional<Double> rate = Optional.empty();

  @Option(names = "--scenarios", split = ",", description = "Which to run (default: all).")
  List<String> chosen = List.of();

  @Option(
      names = "--user",
      split = ",",
      paramLabel = "ID",
      description = "Stored users of the server to ask for, for the scenario recommend-user.")
  List<String> users = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long each run is measured (default: ${DEFAULT-VALUE}).")
  int seconds = 10;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "How long it runs before, uncounted (default: ${DEFAULT-VALUE}).")
  int warmUp = 5;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of what is asked (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON too.")
  Optional<Path> json = Optional.empty();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Interruption interruption = Interruption.watch()) {
      List<ServedItem> items = ServedItem.readAll(server, Map.of(), MOST_ITEMS);
      List<Scenario> scenarios = choose(new Scenarios(items, users, seed).all());
      LoadGenerator generator = new LoadGenerator(server, Map.of());
      List<BenchmarkResult> results = new ArrayList<>();
      int runs = scenarios.size() * clients.size();
      try (Progress progress = Progress.start("measuring", runs, "runs", out)) {
        for (Scenario scenario : scenarios) {
          for (int n : clients) {
            if (!interruption.requested()) {
              results.add(interruption.interruptible(() -> generator.run(scenario, load(n))));
              progress.at(results.size());
            }
          }
        }
      }
      int cores = Runtime.getRuntime().availableProcessors();
      BenchmarkReport report =
          new BenchmarkReport(server.toString(), items.size(), seed, cores, results);
      out.println(report.toTable());
      if (json.isPresent()) {
        Files.writeString(json.get(), report.toJson());
      }
      if (results.size() < runs || interruption.requested()) {
        out.printf("interrupted: %d of %d runs, the last one cut short%n", results.size(), runs);
        return 1;
      }
      return results.stream().allMatch(r -> r.failed() == 0) ? 0 : 1;
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Measures the recall of the HNSW graph against exact search on made-up vectors; needs no"
              + " server.")
  int graph(
      @Option(
              names = "--vectors",
              defaultValue = "30000",
              description = "How many vectors of 384 dimensions (default: ${DEFAULT-VALUE}).")
          int vectors,
      @Option(
              names = "--queries",
              defaultValue = "1000",
              description = "How many queries (default: ${DEFAULT-VALUE}).")
          int queries)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (GraphRecall.Shape shape : GraphRecall.SHAPES) {
      GraphRecall.Report report;
      try (Progress progress = Progress.start("graph", (long) vectors + queries, "steps", out)) {
        report =
            GraphRecall.measure(shape, vectors, queries, seed, (done, total) -> progress.at(done));
      }
      out.println(report.toTable());
    }
    return 0;
  }

  private Load load(int n) {
    Duration before = Duration.ofSeconds(warmUp);
    Duration measured = Duration.ofSeconds(seconds);
    return rate.isPresent()
        ? Load.open(n, rate.get(), before, measured)
        : Load.closed(n, before, measured);
  }

  private List<Scenario> choose(List<Scenario> all) {
    List<String> names = all.stream().map(Scenario::name).toList();
    for (String name : chosen) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "there is no scenario '%s'; there are: %s".formatted(name, String.join(", ", names)));
      }
    }
    return all.stream().filter(s -> chosen.isEmpty() || chosen.contains(s.name())).toList();
  }
}
