package dev.drago.cli;

import dev.drago.evaluation.Analysis;
import dev.drago.evaluation.Answers;
import dev.drago.evaluation.Breakdown;
import dev.drago.evaluation.Case;
import dev.drago.evaluation.Evaluation;
import dev.drago.evaluation.EvaluationReport;
import dev.drago.evaluation.Group;
import dev.drago.evaluation.ItemFacts;
import dev.drago.evaluation.LeaveOneOut;
import dev.drago.evaluation.ServedRankers;
import dev.drago.evaluation.Setup;
import dev.drago.evaluation.Split;
import dev.drago.evaluation.SplitMethod;
import dev.drago.evaluation.Stage;
import dev.drago.evaluation.TemporalSplit;
import dev.drago.evaluation.report.ReportJson;
import dev.drago.evaluation.report.ReportPage;
import dev.drago.evaluation.report.ReportText;
import dev.drago.file.AtomicFile;
import dev.drago.http.KeptEvaluation;
import dev.drago.index.IndexView;
import dev.drago.recommend.Recommender;
import dev.drago.scoring.PopularityScorer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago evaluate}: how good the ranking is, through the code that serves it. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    subcommands = CritiquesCommand.class,
    description = {
      "Measures every scorer, their fusion, and the fusion without each of them: all items of the",
      "log ranked, seen items masked, ties at half rank. Popularity and linear models are trained",
      "on the training part of the split; sequence models are files, trained elsewhere.",
      "Ctrl-C ends it with a report on the users asked so far."
    })
final class EvaluateCommand implements Callable<Integer> {

  private static final int[] COLD_LENGTHS = {0, 1, 3, 5, 10};

  /** How a log is split. */
  enum SplitName {
    LEAVE_ONE_OUT,
    TEMPORAL;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  @Mixin InstanceOptions instance = new InstanceOptions();
  @Mixin TrainingOptions training = new TrainingOptions();

  @Option(
      names = "--stage",
      defaultValue = "VALIDATION",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). Choose on validation; look at test"
              + " once.")
  Stage stage = Stage.VALIDATION;

  @Option(
      names = "--split",
      defaultValue = "leave-one-out",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). temporal cuts all users at one"
              + " moment, and needs a log with times.")
  SplitName split = SplitName.LEAVE_ONE_OUT;

  @Option(
      names = "--test-share",
      paramLabel = "SHARE",
      description =
          "For --split temporal: the share of the events that are asked about, the youngest for"
              + " test, as many before them for validation (default: 0.1).")
  Optional<Double> testShare = Optional.empty();

  @Option(
      names = "--min-interactions",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "Cut the log to its k-core first: users and items with fewer interactions are taken out"
              + " until none is left (default: ${DEFAULT-VALUE}, the whole log).")
  int minInteractions = 1;

  @Option(
      names = "--scorers",
      split = ",",
      description =
          "Which rankings to evaluate: a scorer, auto (their fusion), auto-without:SCORER, or with a"
              + " chat model generative and rerank, which take seconds a user"
              + " (default: all but these two).")
  List<String> scorers = List.of();

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Only the first N users who make a case (default: all).")
  Optional<Integer> users = Optional.empty();

  @Option(
      names = "--cold-users",
      description = "Also ask with the histories cut to their last 0, 1, 3, 5 and 10 items.")
  boolean coldUsers;

  @Option(
      names = "--cold-items",
      description =
          "Take the items the sequence model has no token for out of what the other models learn"
              + " from, and report on the users whose held-out item is one of them.")
  boolean coldItems;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of the bootstrap (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON too.")
  Optional<Path> json = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the report as one page of HTML too.")
  Optional<Path> html = Optional.empty();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    SplitMethod method = check();
    PrintWriter out = spec.commandLine().getOut();
    try (Interruption interruption = Interruption.watch();
        Instance opened = Instance.open(instance)) {
      IndexProgress.catchUp(opened.catalog(), out);
      EvaluatedLog log = EvaluatedLog.read(opened, instance.data.toString(), minInteractions);
      Optional<BitSet> cold =
          coldItems ? Optional.of(opened.itemsWithoutToken()) : Optional.empty();
      Split cut = method.split(stage, log.candidates(), log.histories());
      Split learnt = cold.map(cut::withoutInTraining).orElse(cut);
      try (IndexView view = opened.index().view()) {
        EvaluationReport report = evaluate(opened, log, learnt, cold, view, interruption, out);
        publish(report, out);
        return report.complete() ? 0 : 1;
      }
    } catch (InterruptedException e) {
      throw new IllegalArgumentException("stopped before anybody was asked", e);
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private SplitMethod check() {
    training.check();
    if (testShare.isPresent() && split != SplitName.TEMPORAL) {
      throw new IllegalArgumentException("--test-share is for --split temporal alone");
    }
    if (minInteractions < 1 || users.orElse(1) < 1) {
      throw new IllegalArgumentException("--min-interactions and --users must be at least 1");
    }
    instance.prepareToMeasure(spec);
    return switch (split) {
      case LEAVE_ONE_OUT -> new LeaveOneOut();
      case TEMPORAL -> new TemporalSplit(testShare.orElse(0.1));
    };
  }

  private EvaluationReport evaluate(
      Instance opened,
      EvaluatedLog log,
      Split cut,
      Optional<BitSet> cold,
      IndexView view,
      Interruption interruption,
      PrintWriter out)
      throws InterruptedException {
    int size = opened.catalog().snapshot().size();
    ItemFacts facts = ItemFacts.of(cut.training(), size, view::vector);
    List<String> rankers = rankers(opened.pretrained(), opened.recommender().slowStrategies());
    SplitModels trained =
        interruption.interruptible(
            () ->
                SplitModels.train(
                    opened, cut, facts, name -> takesPart(name, rankers), training, out));
    Recommender recommender =
        opened.recommenderWith(
            Stream.concat(trained.served().stream(), trained.baselines().stream()).toList());
    List<String> shown = rankers.stream().filter(name -> !isAblation(name)).toList();
    List<String> ablations = rankers.stream().filter(EvaluateCommand::isAblation).toList();
    Evaluation evaluation = new Evaluation(cut.candidates(), facts);
    Analysis analysis = new Analysis(seed);
    List<Case> cases =
        cut.cases().subList(0, Math.min(cut.cases().size(), users.orElse(Integer.MAX_VALUE)));

    Passes passes = new Passes(evaluation, recommender, interruption, out);
    Answers answers = passes.ask("evaluating", cases, rankers);
    List<Breakdown> breakdowns = new ArrayList<>();
    breakdowns.add(analysis.byHistoryLength(answers, shown));
    breakdowns.add(analysis.byTargetPopularity(answers, shown, facts));
    if (coldUsers) {
      List<Group> groups = new ArrayList<>();
      for (int known : COLD_LENGTHS) {
        List<Case> shortened = cases.stream().map(question -> question.knowing(known)).toList();
        Answers told = passes.ask("knowing " + known, shortened, shown);
        groups.add(analysis.all(String.valueOf(known), told, shown, PopularityScorer.NAME));
      }
      breakdowns.add(new Breakdown(Breakdown.Kind.COLD_USERS, groups));
    }
    if (!cut.strangers().isEmpty()) {
      Answers told = passes.ask("strangers", cut.strangers(), shown);
      breakdowns.add(
          new Breakdown(
              Breakdown.Kind.STRANGERS,
              List.of(analysis.all("no history", told, shown, PopularityScorer.NAME))));
    }
    cold.ifPresent(
        items ->
            breakdowns.add(analysis.byColdItem(answers, shown, items::get, PopularityScorer.NAME)));
    Setup setup =
        new Setup(
            cut.method(),
            stage,
            seed,
            minInteractions,
            facts.users(),
            cut.trainingInteractions(),
            models(opened, trained));
    return new EvaluationReport(
        log.dataset(),
        setup,
        cases.size(),
        passes.complete(),
        cut.leftOut(),
        analysis.all("all users", answers, shown, ServedRankers.AUTO),
        answers.lists(),
        ablations.isEmpty()
            ? Optional.empty()
            : Optional.of(
                analysis.all("all users", answers, withAuto(ablations), ServedRankers.AUTO)),
        breakdowns,
        answers.latencies());
  }

  private void publish(EvaluationReport report, PrintWriter out) throws IOException {
    out.println(ReportText.of(report));
    String asJson = ReportJson.of(report);
    String asHtml = ReportPage.of(report);
    if (json.isPresent()) {
      AtomicFile.write(json.get(), asJson);
    }
    if (html.isPresent()) {
      AtomicFile.write(html.get(), asHtml);
    }
    if (report.complete() && users.isEmpty()) {
      KeptEvaluation kept = KeptEvaluation.of(instance.data);
      AtomicFile.write(kept.html(), asHtml);
      AtomicFile.write(kept.json(), asJson);
    }
  }

  private static List<Setup.Model> models(Instance opened, SplitModels trained) {
    List<Setup.Model> models = new ArrayList<>();
    opened
        .models()
        .forEach(m -> models.add(new Setup.Model(m.role(), m.id(), Optional.of(m.sha256()))));
    models.addAll(trained.models());
    return models;
  }

  /**
   * What was asked for, or all there is.
   *
   * @param pretrained the names of the scorers that are not trained here
   * @param slow the rankings that only those get who name them
   */
  private List<String> rankers(List<String> pretrained, List<String> slow) {
    List<String> fused =
        Stream.concat(pretrained.stream(), SplitModels.servedNames().stream()).toList();
    List<String> all = Stream.concat(fused.stream(), SplitModels.baselineNames().stream()).toList();
    List<String> usual = ServedRankers.all(all, fused);
    List<String> known = Stream.concat(usual.stream(), slow.stream()).toList();
    for (String name : scorers) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "there is no scorer '%s'; there are: %s".formatted(name, String.join(", ", known)));
      }
    }
    return scorers.isEmpty() ? usual : scorers;
  }

  private static boolean takesPart(String scorer, List<String> rankers) {
    return rankers.contains(scorer)
        || (!SplitModels.baselineNames().contains(scorer)
            && rankers.stream().anyMatch(ServedRankers::isFused));
  }

  private static boolean isAblation(String ranker) {
    return ranker.startsWith(ServedRankers.AUTO_WITHOUT);
  }

  private List<String> withAuto(List<String> ablations) {
    return scorers.isEmpty() || scorers.contains(ServedRankers.AUTO)
        ? Stream.concat(Stream.of(ServedRankers.AUTO), ablations.stream()).toList()
        : ablations;
  }

  /** One pass over cases after the other, until one is interrupted. */
  private final class Passes {
    private final Evaluation evaluation;
    private final Recommender recommender;
    private final Interruption interruption;
    private final PrintWriter out;
    private boolean complete = true;

    Passes(
        Evaluation evaluation,
        Recommender recommender,
        Interruption interruption,
        PrintWriter out) {
      this.evaluation = evaluation;
      this.recommender = recommender;
      this.interruption = interruption;
      this.out = out;
    }

    Answers ask(String task, List<Case> cases, List<String> rankers) {
      try (Progress progress = Progress.start(task, cases.size(), "users", out)) {
        Answers answers =
            interruption.interruptible(
                () ->
                    evaluation.run(
                        cases,
                        rankers,
                        new ServedRankers(recommender, rankers),
                        instance.cores(),
                        (done, total) -> progress.at(done)));
        complete &= answers.complete();
        return answers;
      }
    }

    boolean complete() {
      return complete;
    }
  }
}
