package dev.drago.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** That the client that tortures would notice. */
class LedgerTest {

  private final Ledger ledger = new Ledger();

  @Test
  void whatWasAcknowledgedMustBeThere() {
    ledger.attempt("a", 1);
    ledger.acknowledge("a");
    assertThat(ledger.found("a", Ledger.ABSENT))
        .hasValueSatisfying(wrong -> assertThat(wrong).contains("a", "revision 0", "was 1"));
  }

  @Test
  void anOlderRevisionThanTheAcknowledgedIsALoss() {
    ledger.attempt("a", 1);
    ledger.acknowledge("a");
    ledger.attempt("a", 2);
    ledger.acknowledge("a");
    assertThat(ledger.found("a", 1)).isPresent();
  }

  @Test
  void aWriteWithoutAnAnswerMayHaveHappenedOrNotButThenItStaysSo() {
    for (int found : new int[] {1, 2, 3}) {
      Ledger each = new Ledger();
      each.attempt("a", 1);
      each.acknowledge("a");
      each.attempt("a", 2);
      each.attempt("a", 3);
      assertThat(each.found("a", found)).isEmpty();
      for (int later : new int[] {1, 2, 3}) {
        Ledger again = new Ledger();
        again.attempt("a", 1);
        again.acknowledge("a");
        again.attempt("a", 2);
        again.attempt("a", 3);
        again.found("a", found);
        assertThat(again.found("a", later).isEmpty()).isEqualTo(later == found);
      }
    }
  }

  @Test
  void aDeletionThatWasAcknowledgedHolds() {
    ledger.attempt("a", 1);
    ledger.acknowledge("a");
    ledger.attempt("a", Ledger.ABSENT);
    ledger.acknowledge("a");
    assertThat(ledger.has("a")).isFalse();
    assertThat(ledger.found("a", 1)).isPresent();
  }

  @Test
  void interactionsAreThereOnceAndOnlyThoseThatWereSent() {
    ledger.attemptEvent("e1");
    ledger.acknowledgeEvent("e1");
    ledger.attemptEvent("e2"); // no answer
    assertThat(ledger.foundEvents(List.of("e1"))).isEmpty();
    assertThat(ledger.foundEvents(List.of("e1", "e2")))
        .as("it was not there the last time")
        .isEmpty();
    assertThat(ledger.foundEvents(List.of("e2"))).singleElement().asString().contains("e1", "lost");
    assertThat(ledger.foundEvents(List.of("e2", "e2")))
        .anyMatch(wrong -> wrong.contains("2 times"));
    assertThat(ledger.foundEvents(List.of("e2", "e9"))).anyMatch(wrong -> wrong.contains("e9"));
    assertThat(ledger.acknowledged()).isOne();
  }
}
