package dev.drago.cli;

import dev.drago.evaluation.Dataset;
import dev.drago.evaluation.Evaluation;
import dev.drago.evaluation.EvaluationReport;
import dev.drago.evaluation.LeaveOneOut;
import dev.drago.evaluation.LeaveOneOut.History;
import dev.drago.evaluation.Stage;
import dev.drago.recommend.RecommendationRequest;
import dev.drago.scoring.Profile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago evaluate}: how good the ranking is, through the code that serves it. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures HR, NDCG and MRR of every scorer and of their fusion: leave one out, all items",
      "of the log ranked, seen items masked, ties at half rank."
    })
final class EvaluateCommand implements Callable<Integer> {

  @Mixin InstanceOptions instance = new InstanceOptions();

  @Option(
      names = "--stage",
      defaultValue = "VALIDATION",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). Choose on validation; look at test"
              + " once.")
  Stage stage = Stage.VALIDATION;

  @Option(
      names = "--scorers",
      split = ",",
      description = "Which to evaluate; auto is their fusion (default: all).")
  List<String> scorers = List.of();

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Only the first N users (default: all).")
  Optional<Integer> users = Optional.empty();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of the bootstrap (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON too.")
  Optional<Path> json = Optional.empty();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Instance opened = Instance.open(instance)) {
      IndexProgress.catchUp(opened.catalog(), out);
      List<String> rankers = rankers(opened);
      LogDigest digest = new LogDigest(opened.catalog().snapshot());
      List<History> histories = new ArrayList<>();
      BitSet candidates = new BitSet();
      opened
          .interactions()
          .forEachHistory(
              (user, items) -> {
                digest.add(user, items);
                for (int item : items) {
                  candidates.set(item);
                }
                if (users.isEmpty() || histories.size() < users.get()) {
                  histories.add(new History(user, items));
                }
              });
      candidates.and(opened.catalog().snapshot().live());
      Dataset dataset = new Dataset(instance.data.toString(), digest.sha256());
      Evaluation evaluation =
          new Evaluation(dataset, LeaveOneOut.split(stage, candidates, histories), seed);
      EvaluationReport report;
      try (Progress progress = Progress.start("evaluating", histories.size(), "users", out)) {
        report =
            evaluation.run(
                rankers,
                (question, ranker, allowed) ->
                    opened
                        .recommender()
                        .scores(Profile.ofHistory(question.history()), ranker, allowed),
                instance.cores(),
                (done, total) -> progress.at(done));
      }
      out.println(report.toTable());
      if (json.isPresent()) {
        Files.writeString(json.get(), report.toJson());
      }
      return report.complete() ? 0 : 1;
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private List<String> rankers(Instance opened) {
    List<String> known = new ArrayList<>(opened.recommender().strategies());
    known.add(RecommendationRequest.AUTO);
    for (String name : scorers) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "there is no scorer '%s'; there are: %s".formatted(name, String.join(", ", known)));
      }
    }
    return scorers.isEmpty() ? known : scorers;
  }
}
