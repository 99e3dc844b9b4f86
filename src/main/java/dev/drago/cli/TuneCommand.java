package dev.drago.cli;

import dev.drago.evaluation.Analysis;
import dev.drago.evaluation.Answers;
import dev.drago.evaluation.Case;
import dev.drago.evaluation.Evaluation;
import dev.drago.evaluation.FusionTuning;
import dev.drago.evaluation.ItemFacts;
import dev.drago.evaluation.LeaveOneOut;
import dev.drago.evaluation.Metric;
import dev.drago.evaluation.Metrics;
import dev.drago.evaluation.ServedRankers;
import dev.drago.evaluation.Split;
import dev.drago.evaluation.Stage;
import dev.drago.file.AtomicFile;
import dev.drago.index.IndexView;
import dev.drago.recommend.Recommender;
import dev.drago.scoring.FusionFile;
import dev.drago.scoring.FusionWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago tune}: learns how much each scorer counts in the fusion. */
@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    description = {
      "Learns how much each scorer counts, from each user's last item but one: by length of history",
      "and by which scorers know the person. Popularity and linear models are trained without the",
      "last two items for it. Two thirds of the users are learned from, and the rest is asked with",
      "the weights before and after. Writes fusion.json, which the next start of a server reads."
    })
final class TuneCommand implements Callable<Integer> {

  private static final int FEWEST = 30;
  private static final int SHOWN = 10;

  @Mixin InstanceOptions instance = new InstanceOptions();
  @Mixin TrainingOptions training = new TrainingOptions();

  @Option(
      names = "--min-interactions",
      paramLabel = "K",
      defaultValue = "1",
      description = "Cut the log to its k-core first (default: ${DEFAULT-VALUE}, the whole log).")
  int minInteractions = 1;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "4500",
      description = "At most so many users, drawn by the seed (default: ${DEFAULT-VALUE}).")
  int users = 4500;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the users and alternatives drawn (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (minInteractions < 1 || users < FEWEST) {
      throw new IllegalArgumentException(
          "--min-interactions must be at least 1, and --users at least " + FEWEST);
    }
    training.check();
    instance.prepareToMeasure(spec);
    PrintWriter out = spec.commandLine().getOut();
    try (Interruption interruption = Interruption.watch();
        Instance opened = Instance.open(instance)) {
      IndexProgress.catchUp(opened.catalog(), out);
      EvaluatedLog log = EvaluatedLog.read(opened, instance.data.toString(), minInteractions);
      Split cut = new LeaveOneOut().split(Stage.VALIDATION, log.candidates(), log.histories());
      List<Case> cases = new ArrayList<>(cut.cases());
      Collections.shuffle(cases, new Random(seed));
      cases = cases.subList(0, Math.min(users, cases.size()));
      if (cases.size() < FEWEST) {
        throw new IllegalArgumentException(
            "%s has %d users with three items or more; weights cannot be learned from fewer than %d"
                .formatted(instance.data, cases.size(), FEWEST));
      }
      int learned = cases.size() * 2 / 3;
      return tune(
          opened,
          log,
          cut,
          cases.subList(0, learned),
          cases.subList(learned, cases.size()),
          interruption,
          out);
    } catch (InterruptedException e) {
      throw new IllegalArgumentException("stopped; the weights are as they were", e);
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private int tune(
      Instance opened,
      EvaluatedLog log,
      Split cut,
      List<Case> learned,
      List<Case> asked,
      Interruption interruption,
      PrintWriter out)
      throws IOException, InterruptedException {
    try (IndexView view = opened.index().view()) {
      int size = opened.catalog().snapshot().size();
      ItemFacts facts = ItemFacts.of(cut.training(), size, view::vector);
      SplitModels trained =
          interruption.interruptible(
              () ->
                  SplitModels.train(
                      opened,
                      cut,
                      facts,
                      name -> !SplitModels.baselineNames().contains(name),
                      training,
                      out));
      Recommender before = opened.recommenderWith(trained.served());
      FusionTuning tuning = new FusionTuning(before, cut.candidates(), seed);
      int steps = learned.size() * FusionTuning.LENGTHS.size();
      List<FusionWeights.Mix> mixes;
      try (Progress progress = Progress.start("tuning", steps, "cases", out)) {
        mixes =
            interruption.interruptible(
                () -> tuning.fit(learned, instance.cores(), (done, total) -> progress.at(done)));
      }
      FusionWeights old = opened.weights();
      FusionWeights tuned =
          new FusionWeights(
              String.format(
                  Locale.ROOT,
                  "drago tune, %,d users of a log with sha256 %s, seed %d",
                  learned.size(),
                  log.dataset().sha256(),
                  seed),
              mixes,
              old.wish(),
              old.said());
      Evaluation evaluation = new Evaluation(cut.candidates(), facts);
      report("before", evaluation, before, asked, interruption, out);
      Recommender after = opened.recommenderWith(trained.served(), tuned);
      report("after", evaluation, after, asked, interruption, out);
      if (interruption.requested()) {
        throw new InterruptedException();
      }
      AtomicFile.write(InstanceFiles.weights(instance), FusionFile.toJson(tuned));
      out.printf(
          "%s written; a running server reads it when it starts again%n",
          InstanceFiles.weights(instance));
      return 0;
    }
  }

  private void report(
      String when,
      Evaluation evaluation,
      Recommender recommender,
      List<Case> asked,
      Interruption interruption,
      PrintWriter out) {
    List<String> auto = List.of(ServedRankers.AUTO);
    Answers answers =
        interruption.interruptible(
            () ->
                evaluation.run(
                    asked,
                    auto,
                    new ServedRankers(recommender, auto),
                    instance.cores(),
                    dev.drago.evaluation.Progress.none()));
    Metrics metrics =
        new Analysis(seed)
            .all("all", answers, auto, ServedRankers.AUTO)
            .rankers()
            .values()
            .iterator()
            .next();
    out.printf(
        Locale.ROOT,
        "%s: HR@10 %.4f, NDCG@10 %.4f on %,d users who were not learned from%n",
        when,
        metrics.get(Metric.HIT_RATE, SHOWN).value(),
        metrics.get(Metric.NDCG, SHOWN).value(),
        asked.size());
  }
}
