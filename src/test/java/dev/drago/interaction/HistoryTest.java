package dev.drago.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {

  @Test
  void lastKeepsTheNewestInOrder() {
    History history = History.of(List.of("a", "b", "c"));
    assertThat(history.last(2).itemIds()).containsExactly("b", "c");
    assertThat(history.last(9)).isSameAs(history);
    assertThat(history.last(0).isEmpty()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> history.last(-1));
  }

  @Test
  void doesNotChangeWithTheListItWasMadeOf() {
    List<String> ids = new ArrayList<>(List.of("a"));
    History history = History.of(ids);
    ids.add("b");
    assertThat(history.size()).isEqualTo(1);
  }

  @Test
  void keepsWhatTheInteractionsSay() {
    Instant at = Instant.parse("2024-05-31T12:00:00Z");
    Interaction rated =
        new Interaction(
            "u", "a", "rating", Optional.of(4.0), Optional.of(at), Optional.of("event-1"));
    assertThat(History.ofInteractions(List.of(rated)).events())
        .containsExactly(new History.Event("a", "rating", Optional.of(4.0), Optional.of(at)));
  }

  @Test
  void putsANewerHistoryBehind() {
    History both = History.of(List.of("a")).then(History.of(List.of("b")));
    assertThat(both.itemIds()).containsExactly("a", "b");
    assertThat(both.then(History.empty())).isSameAs(both);
  }

  @Test
  void refusesWhatIsNoIdOrType() {
    assertThatIllegalArgumentException().isThrownBy(() -> History.of(List.of("a b")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new History.Event("a", "LIKE", Optional.empty(), Optional.empty()))
        .withMessageContaining("'LIKE'");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new History.Event("a", "like", Optional.of(Double.NaN), Optional.empty()));
  }
}
