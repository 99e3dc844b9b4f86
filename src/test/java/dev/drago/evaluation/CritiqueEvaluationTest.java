package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.conversation.Act;
import dev.drago.conversation.Critique;
import dev.drago.conversation.reading.CritiqueReader;
import dev.drago.conversation.reading.DemoFilms;
import dev.drago.evaluation.CritiqueEvaluation.Figures;
import dev.drago.evaluation.CritiqueEvaluation.Report;
import dev.drago.recommend.Language;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The floors are what was measured, less a margin of some statements. */
final class CritiqueEvaluationTest {

  private final CritiqueEvaluation evaluation = new CritiqueEvaluation(ExpectedCritique.all());

  @Test
  void theReaderReadsTheDevelopmentPartNearlyWithoutFault() {
    Report report = readerAlone();

    for (String group : List.of("development en", "development es")) {
      Figures figures = group(report, group);
      assertThat(figures.all().precision()).as(group).isGreaterThan(0.98);
      assertThat(figures.all().recall()).as(group).isGreaterThan(0.98);
    }
  }

  @Test
  void theReaderReadsWhatItWasNotMadeWith() {
    Report report = readerAlone();

    for (String group : List.of("held-out en", "held-out es")) {
      Figures figures = group(report, group);
      assertThat(figures.all().precision()).as(group).isGreaterThan(0.90);
      assertThat(figures.all().recall()).as(group).isGreaterThan(0.90);
    }
  }

  @Test
  void thereAreEnoughUtterancesOfBothLanguagesInBothParts() {
    Report report = readerAlone();

    assertThat(ExpectedCritique.all().size()).isGreaterThanOrEqualTo(300);
    assertThat(group(report, "held-out").utterances()).isGreaterThanOrEqualTo(80);
    assertThat(group(report, "held-out es").utterances()).isGreaterThanOrEqualTo(40);
    assertThat(ExpectedCritique.all().stream().map(ExpectedCritique::text)).doesNotHaveDuplicates();
  }

  @Test
  void whoSaysNothingIsPreciseAndRemembersNothing() {
    Report report =
        evaluation.run("mute", text -> new Critique(Language.EN, Act.REFINE, 0, List.of()));

    assertThat(group(report, "development").all().precision()).isEqualTo(1);
    assertThat(group(report, "development").all().recall()).isZero();
  }

  @Test
  void whoSaysWhatIsExpectedIsFaultless() {
    Report report =
        evaluation.run(
            "oracle",
            text ->
                ExpectedCritique.all().stream()
                    .filter(e -> e.text().equals(text))
                    .findFirst()
                    .orElseThrow()
                    .critique());

    assertThat(report.faults()).isEmpty();
    assertThat(group(report, "held-out").all().recall()).isEqualTo(1);
    assertThat(CritiqueEvaluation.text(report)).contains("oracle", "held-out es", "1.000");
  }

  private Report readerAlone() {
    CritiqueReader reader = new CritiqueReader(DemoFilms.lexicon());
    return evaluation.run("reader", text -> reader.read(text, Optional.empty()));
  }

  private static Figures group(Report report, String name) {
    return report.figures().stream().filter(f -> f.group().equals(name)).findFirst().orElseThrow();
  }
}
