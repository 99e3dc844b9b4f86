package dev.drago.conversation.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.conversation.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class CurrentReaderTest {

  @Test
  void learnsWhatWasAddedAndReadsOnMeanwhile() {
    AtomicReference<CatalogSnapshot> catalog = new AtomicReference<>(CatalogSnapshot.empty());
    CurrentReader readers = new CurrentReader(catalog::get, CatalogSchema::empty);
    assertThat(readers.get()).isSameAs(readers.get());

    Item item = new Item("z", "Zanzibar Nights", "", Map.of());
    catalog.set(catalog.get().with(List.of(new CatalogSnapshot.Change(0, item.id(), item)), 7));

    assertThat(readers.get().lexicon().version()).isZero();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> readers.get().lexicon().version() == 7);
    assertThat(readers.get().read("like Zanzibar Nights", Optional.empty()).statements())
        .containsExactly(new Statement.OfItem("z", true));
  }
}
