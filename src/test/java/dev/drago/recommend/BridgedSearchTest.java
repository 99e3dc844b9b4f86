package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.Item;
import dev.drago.index.SpanishBridge;
import dev.drago.inference.Deadline;
import dev.drago.inference.Turns;
import dev.drago.recommend.ItemSearch.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgedSearchTest {

  @TempDir Path directory;
  private Spine spine;

  @BeforeEach
  void fill() {
    spine = new Spine(directory, Optional.empty());
    spine.put(
        new Item("boat", "The Boat", "A submarine crew in the war.", Map.of()),
        new Item("dogs", "Amores perros", "Three lives in Mexico City.", Map.of()),
        new Item("sin", "Sin", "A priest and a bank.", Map.of()));
  }

  @AfterEach
  void close() {
    spine.close();
  }

  @Test
  void aSpanishTextFindsWhatIsDescribedInEnglish() {
    assertThat(found("películas de submarinos", true)).containsExactly("boat");
    assertThat(found("películas de submarinos", false)).isEmpty();
  }

  @Test
  void aTitleInSpanishIsStillFound() {
    assertThat(found("amores perros", true)).first().isEqualTo("dogs");
  }

  @Test
  void anEnglishTextFindsTheSameWithAndWithoutTheBridge() {
    for (String text : List.of("submarine", "sin", "the boat", "lives in the city")) {
      assertThat(found(text, true)).as(text).isEqualTo(found(text, false)).isNotEmpty();
    }
  }

  private List<String> found(String text, boolean bridged) {
    Optional<SpanishBridge> bridge = bridged ? Optional.of(new SpanishBridge()) : Optional.empty();
    return new ItemSearch(
            spine.catalog, spine.index, Optional.empty(), bridge, Turns.ofProcessors())
        .search(text, Mode.KEYWORD, 3, Optional.empty(), Deadline.none()).stream()
            .map(found -> found.item().id())
            .toList();
  }
}
