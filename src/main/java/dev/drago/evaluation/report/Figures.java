package dev.drago.evaluation.report;

import dev.drago.evaluation.Comparison;
import dev.drago.evaluation.Difference;
import dev.drago.evaluation.Estimate;
import dev.drago.evaluation.EvaluationReport;
import dev.drago.evaluation.Setup;
import dev.drago.evaluation.Split.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Figures as people read them; what there is no figure for is a dash. */
final class Figures {

  static final String NONE = "–";

  private Figures() {}

  static String share(Optional<Estimate> estimate) {
    return estimate.map(e -> decimals(4, e.value())).orElse(NONE);
  }

  static String interval(Optional<Estimate> estimate) {
    return estimate.map(e -> decimals(4, e.low()) + "–" + decimals(4, e.high())).orElse(NONE);
  }

  static String signed(Difference difference) {
    return minus(String.format(Locale.ROOT, "%+.4f", difference.value()));
  }

  /** With "to" between its ends, since they have signs. */
  static String interval(Difference difference) {
    return minus(String.format(Locale.ROOT, "%+.4f to %+.4f", difference.low(), difference.high()));
  }

  static String p(Difference difference) {
    return decimals(3, difference.p());
  }

  static String optional(int decimals, OptionalDouble value) {
    return value.isPresent() ? decimals(decimals, value.getAsDouble()) : NONE;
  }

  static String decimals(int decimals, double value) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  private static String minus(String number) {
    return number.replace('-', '\u2212');
  }

  /** The figure to look at first: the difference in NDCG, with a star when it is none of chance. */
  static String starred(Comparison comparison) {
    return signed(comparison.ndcg()) + (comparison.ndcg().excludesZero() ? "*" : " ");
  }

  /** What the figures stand on, in sentences. */
  static List<String> provenance(EvaluationReport report) {
    Setup setup = report.setup();
    LeftOut left = report.leftOut();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s users%s, %s stage: %s; all candidates ranked, seen items masked, ties at half rank"
            .formatted(
                report.complete()
                    ? count(report.overall().users())
                    : "the first %s of %s"
                        .formatted(count(report.overall().users()), count(report.cases())),
                report.complete() ? "" : " (interrupted)",
                setup.stage().label(),
                setup.method()));
    lines.add(
        "left out: %s with a short history, %s who had the item before, %s whose item is no"
                .formatted(
                    count(left.shortHistory()),
                    count(left.repeatedTarget()),
                    count(left.unknownTarget()))
            + " candidate, %s who took nothing then".formatted(count(left.noTarget())));
    lines.add(
        "data: %s, sha256 %s; %s users, %s items, %s interactions%s"
            .formatted(
                report.dataset().name(),
                report.dataset().sha256(),
                count(report.dataset().users()),
                count(report.dataset().items()),
                count(report.dataset().interactions()),
                setup.minInteractions() > 1
                    ? " (%d-core)".formatted(setup.minInteractions())
                    : ""));
    lines.add(
        "trained on %s interactions of %s users; intervals of 95 %% by bootstrap over users, seed %d"
            .formatted(
                count(setup.trainingInteractions()), count(setup.trainingUsers()), setup.seed()));
    for (Setup.Model model : setup.models()) {
      lines.add(
          "%s: %s%s"
              .formatted(
                  model.role(),
                  model.id(),
                  model.sha256().map(sha -> ", sha256 " + sha + "; trained elsewhere").orElse("")));
    }
    return lines;
  }
}
