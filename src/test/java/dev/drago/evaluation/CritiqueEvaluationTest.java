package dev.drago.evaluation;

import dev.drago.conversation.CritiqueReader;
import dev.drago.conversation.DemoFilms;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CritiqueEvaluationTest {

  @Test
  void show() {
    CritiqueReader reader = new CritiqueReader(DemoFilms.lexicon());
    CritiqueEvaluation.Report report =
        new CritiqueEvaluation(ExpectedCritique.all())
            .run("reader", text -> reader.read(text, Optional.empty()));
    System.out.println(CritiqueEvaluation.text(report));
    for (CritiqueEvaluation.Fault fault : report.faults()) {
      if (fault.expected().part() == ExpectedCritique.Part.DEVELOPMENT) {
        System.out.println("## " + fault.expected().text());
        System.out.println("  + " + fault.expected().critique());
        System.out.println("  - " + fault.read());
      }
    }
  }
}
