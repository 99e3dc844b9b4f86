package dev.drago.evaluation.report;

import dev.drago.evaluation.EvaluationReport;
import dev.drago.evaluation.LeaveOneOut;
import dev.drago.evaluation.Stage;
import java.util.List;

/**
 * What others have reported for the same data and protocol.
 *
 * @param source where
 */
record PublishedFigure(String model, double hitRateAt10, double ndcgAt10, String source) {

  /** MovieLens-1M in the order of the SASRec file. */
  private static final String ML_1M =
      "1d71a2dd44ff40c17a797a30a28ed865dd066a37d3411aa28afbe7da4630b989";

  private static final List<PublishedFigure> ON_ML_1M =
      List.of(
          new PublishedFigure("HSTU-large + MoL", .341, .198, "bailuding/rails"),
          new PublishedFigure("HSTU-large", .329, .189, "Meta, generative-recommenders"),
          new PublishedFigure("SASRec+", .3159, .1857, "arXiv 2309.07602"),
          new PublishedFigure("eSASRec", .313, .177, "blondered/transformer_benchmark"),
          new PublishedFigure("gSASRec", .300, .173, "asash/gSASRec-pytorch"),
          new PublishedFigure("BERT4Rec", .282, .152, "asash/bert4rec_repro"));

  /**
   * Those that a report can be held against: figures of the test items of the whole log, each
   * user's last one left out.
   */
  static List<PublishedFigure> comparableWith(EvaluationReport report) {
    boolean comparable =
        report.dataset().sha256().equals(ML_1M)
            && report.setup().stage() == Stage.TEST
            && report.setup().method().equals(new LeaveOneOut().description())
            && report.setup().minInteractions() == 1
            && report.complete();
    return comparable ? ON_ML_1M : List.of();
  }
}
