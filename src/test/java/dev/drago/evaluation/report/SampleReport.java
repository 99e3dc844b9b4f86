package dev.drago.evaluation.report;

import dev.drago.evaluation.Analysis;
import dev.drago.evaluation.Answers;
import dev.drago.evaluation.Breakdown;
import dev.drago.evaluation.Case;
import dev.drago.evaluation.CaseScorer;
import dev.drago.evaluation.Dataset;
import dev.drago.evaluation.Evaluation;
import dev.drago.evaluation.EvaluationReport;
import dev.drago.evaluation.History;
import dev.drago.evaluation.ItemFacts;
import dev.drago.evaluation.LeaveOneOut;
import dev.drago.evaluation.Progress;
import dev.drago.evaluation.Setup;
import dev.drago.evaluation.Split;
import dev.drago.evaluation.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Reports with every section, of rankers that are made up, through the code that measures. */
public final class SampleReport {

  private static final int ITEMS = 60;
  private static final List<String> SHOWN = List.of("noise", "popularity", "auto");
  private static final List<String> ALL =
      List.of("noise", "popularity", "auto", "auto-without:noise", "auto-without:popularity");

  private SampleReport() {}

  /** The report of {@code users} users. */
  public static EvaluationReport of(int users) {
    return of(users, new Dataset("made up", "0".repeat(64), users, ITEMS, users * 5L), "made up");
  }

  static EvaluationReport of(int users, Dataset dataset, String model) {
    BitSet candidates = new BitSet();
    candidates.set(0, ITEMS);
    return of(candidates, histories(users), dataset, model);
  }

  static EvaluationReport of(BitSet candidates, List<History> log, Dataset dataset, String model) {
    Split split = new LeaveOneOut().split(Stage.TEST, candidates, log);
    ItemFacts facts =
        ItemFacts.of(
            split.training(),
            ITEMS,
            item -> Optional.of(new float[] {(float) Math.cos(item), (float) Math.sin(item)}));
    Evaluation evaluation = new Evaluation(candidates, facts);
    Analysis analysis = new Analysis(3);
    Answers answers = ask(evaluation, split.cases(), facts);
    List<Case> cold = split.cases().stream().map(question -> question.knowing(1)).toList();
    return new EvaluationReport(
        dataset,
        new Setup(
            split.method(),
            Stage.TEST,
            3,
            1,
            facts.users(),
            split.trainingInteractions(),
            List.of(new Setup.Model("sequence", model, Optional.of("0".repeat(64))))),
        split.cases().size(),
        answers.complete(),
        split.leftOut(),
        analysis.all("all users", answers, SHOWN, "auto"),
        answers.lists(),
        Optional.of(analysis.all("all users", answers, ALL.subList(2, 5), "auto")),
        List.of(
            analysis.byHistoryLength(answers, SHOWN),
            analysis.byTargetPopularity(answers, SHOWN, facts),
            new Breakdown(
                Breakdown.Kind.COLD_USERS,
                List.of(analysis.all("1", ask(evaluation, cold, facts), SHOWN, "popularity"))),
            analysis.byColdItem(answers, SHOWN, item -> item % 10 == 0, "popularity")),
        answers.latencies());
  }

  private static Answers ask(Evaluation evaluation, List<Case> cases, ItemFacts facts) {
    return evaluation.run(
        cases,
        ALL,
        (question, allowed) -> {
          Map<String, float[]> rows = new LinkedHashMap<>();
          for (String ranker : ALL) {
            SplittableRandom random = new SplittableRandom(question.user().hashCode());
            float[] row = new float[ITEMS];
            for (int o = 0; o < ITEMS; o++) {
              row[o] =
                  switch (ranker) {
                    case "noise", "auto-without:popularity" -> random.nextFloat();
                    case "popularity", "auto-without:noise" -> facts.interactions()[o];
                    default -> facts.interactions()[o] + random.nextFloat();
                  };
            }
            rows.put(ranker, row);
          }
          return new CaseScorer.Scores(rows, Map.of("fusion", System.nanoTime() % 1_000_000));
        },
        2,
        Progress.none());
  }

  private static List<History> histories(int users) {
    SplittableRandom random = new SplittableRandom(9);
    List<History> histories = new ArrayList<>();
    for (int u = 0; u < users; u++) {
      int[] items = random.ints(5 + random.nextInt(20), 0, ITEMS).distinct().toArray();
      histories.add(new History("user-" + u, items, Arrays.stream(items).asLongStream().toArray()));
    }
    return histories;
  }
}
