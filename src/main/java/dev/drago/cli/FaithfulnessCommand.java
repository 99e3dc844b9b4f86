package dev.drago.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.evaluation.Estimate;
import dev.drago.evaluation.Faithfulness;
import dev.drago.evaluation.Faithfulness.Report;
import dev.drago.evaluation.History;
import dev.drago.evaluation.ServedRankers;
import dev.drago.evaluation.TextTable;
import dev.drago.file.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago faithfulness}: whether explanations name what made a recommendation. */
@Command(
    name = "faithfulness",
    mixinStandardHelpOptions = true,
    description = {
      "Takes the item that an explanation names first out of users' histories, and another one, and",
      "reports how many places the recommended item loses without each. Asks what serves: the",
      "models and the log of the data folder as they are."
    })
final class FaithfulnessCommand implements Callable<Integer> {

  @Mixin InstanceOptions instance = new InstanceOptions();

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "500",
      description = "So many users, drawn by the seed (default: ${DEFAULT-VALUE}).")
  int users = 500;

  @Option(
      names = "--strategies",
      split = ",",
      description =
          "Which rankings: auto (the fusion of all scorers) or a scorer's name (default: auto and,"
              + " where it is loaded, sequence).")
  List<String> strategies = List.of();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description =
          "Of the users and items drawn and of the bootstrap (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON too.")
  Optional<Path> json = Optional.empty();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (users < 1) {
      throw new IllegalArgumentException("--users must be at least 1, not %d".formatted(users));
    }
    instance.prepareToMeasure(spec);
    PrintWriter out = spec.commandLine().getOut();
    try (Interruption interruption = Interruption.watch();
        Instance opened = Instance.open(instance)) {
      IndexProgress.catchUp(opened.catalog(), out);
      EvaluatedLog log = EvaluatedLog.read(opened, instance.data.toString(), 1);
      Faithfulness faithfulness = new Faithfulness(opened.recommender(), log.candidates(), seed);
      List<History> drawn = faithfulness.draw(log.histories(), users);
      List<Report> reports = new ArrayList<>();
      strategies.forEach(faithfulness::requireMeasurable);
      for (String strategy : strategies(opened.recommender().fusedScorers())) {
        try (Progress progress = Progress.start(strategy, drawn.size(), "users", out)) {
          reports.add(
              interruption.interruptible(
                  () ->
                      faithfulness.measure(
                          drawn, strategy, instance.cores(), (done, all) -> progress.at(done))));
        }
      }
      out.println(text(reports));
      out.printf(
          Locale.ROOT,
          "log sha256 %s, seed %d; places lost by the item recommended first, 95 %% intervals%n",
          log.dataset().sha256(),
          seed);
      write(reports);
      return interruption.requested() ? 1 : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private List<String> strategies(List<String> known) {
    if (strategies.isEmpty()) {
      return known.contains("sequence")
          ? List.of("sequence", ServedRankers.AUTO)
          : List.of(ServedRankers.AUTO);
    }
    return strategies;
  }

  private static String text(List<Report> reports) {
    TextTable table =
        new TextTable(
            "strategy",
            "users",
            "no evidence",
            "without the top one",
            "a random other",
            "the newest other",
            "top − random",
            "top costs more",
            "fewer");
    for (Report report : reports) {
      table.row(
          report.strategy(),
          String.valueOf(report.users()),
          String.valueOf(report.withoutEvidence()),
          figure("%.2f", report.top(), 1),
          figure("%.2f", report.random(), 1),
          figure("%.2f", report.newest(), 1),
          figure("%.2f", report.difference(), 1),
          figure("%.1f %%", report.better(), 100),
          figure("%.1f %%", report.worse(), 100));
    }
    return table.toString();
  }

  private static String figure(String format, Estimate estimate, double times) {
    String value = String.format(Locale.ROOT, format, times * estimate.value());
    return String.format(
        Locale.ROOT, "%s [%.2f, %.2f]", value, times * estimate.low(), times * estimate.high());
  }

  private void write(List<Report> reports) throws IOException {
    if (json.isPresent()) {
      try {
        AtomicFile.write(
            json.get(),
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(reports));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("plain values are always JSON", e);
      }
    }
  }
}
