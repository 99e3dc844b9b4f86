package dev.drago.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.catalog.Item;
import dev.drago.store.ItemRepository.Outcome;
import dev.drago.store.ItemRepository.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestStore.class)
class ItemRepositoryTest {

  private final TestStore store;

  @TempDir Path folder;

  private Database database;
  private ItemRepository items;

  ItemRepositoryTest(TestStore store) {
    this.store = store;
  }

  @BeforeEach
  void open() {
    database = Database.open(store.fresh(folder));
    items = new ItemRepository(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anEmptyStoreIsAtVersionZeroWithoutItemsOrAttributes() {
    assertThat(items.version()).isZero();
    assertThat(changesAfter(-1)).isEmpty();
    assertThat(items.schema().isEmpty()).isTrue();
  }

  @Test
  void aWriteSaysWhatBecameOfEachItemInTheOrderGiven() {
    put(OddItems.plain("a", "A"), OddItems.plain("b", "B"));
    Written written =
        put(OddItems.plain("c", "C"), OddItems.plain("a", "A"), OddItems.plain("b", "Bee"));
    assertThat(written.outcomes())
        .containsExactly(Outcome.CREATED, Outcome.UNCHANGED, Outcome.CHANGED);
    assertThat(written.changes())
        .containsExactly(
            new Change(2, "c", OddItems.plain("c", "C")),
            new Change(1, "b", OddItems.plain("b", "Bee")));
    assertThat(items.delete(List.of("a", "a", "nobody")).outcomes())
        .containsExactly(Outcome.DELETED, Outcome.ABSENT, Outcome.ABSENT);
  }

  @Test
  void aDeletedItemComesBackUnderItsOldOrdinal() {
    put(OddItems.plain("a", "A"), OddItems.plain("b", "B"));
    items.delete(List.of("a"));
    Written back = put(OddItems.plain("c", "C"), OddItems.plain("a", "A"));
    assertThat(back.outcomes()).containsExactly(Outcome.CREATED, Outcome.CREATED);
    assertThat(back.changes()).extracting(Change::ordinal).containsExactly(2, 0);
  }

  @Test
  void anItemTwiceInOneWriteIsAsTheLastOneSays() {
    Written written = put(OddItems.plain("a", "first"), OddItems.plain("a", "second"));
    assertThat(written.outcomes()).containsExactly(Outcome.CREATED, Outcome.CHANGED);
    assertThat(changesAfter(-1)).containsExactly(new Change(0, "a", OddItems.plain("a", "second")));
  }

  @Test
  void aWriteThatChangesNothingTakesNoChangeNumber() {
    assertThat(put(OddItems.plain("a", "A")).version()).isEqualTo(1);
    assertThat(put(OddItems.plain("a", "A")).version()).isEqualTo(1);
    assertThat(items.delete(List.of("b")).version()).isEqualTo(1);
    assertThat(items.version()).isEqualTo(1);
  }

  @Test
  void idsDifferByCaseAndAccents() {
    put(OddItems.plain("a", "1"), OddItems.plain("A", "2"), OddItems.plain("á", "3"));
    assertThat(changesAfter(-1)).extracting(Change::id).containsExactly("a", "A", "á");
  }

  @Test
  void theSchemaGrowsInOrderAndAFirstTypeHolds() {
    items.put(List.of(), new CatalogSchema(Map.of("year", AttributeType.NUMBER)));
    items.put(List.of(), new CatalogSchema(Map.of("genres", AttributeType.KEYWORD)));
    items.put(List.of(), new CatalogSchema(Map.of("year", AttributeType.TEXT)));
    assertThat(items.schema().types())
        .containsExactly(
            Map.entry("year", AttributeType.NUMBER), Map.entry("genres", AttributeType.KEYWORD));
  }

  @Test
  void anItemWithAnotherTypeThanTheStoreKnowsIsRefusedAndLeavesNothing() {
    Item number = new Item("1", "One", "", Map.of("year", new AttributeValue.Numeric(1994)));
    Item word =
        new Item("2", "Two", "", Map.of("year", new AttributeValue.Keywords(List.of("ca. 1990"))));
    items.put(List.of(number), CatalogSchema.of(number));
    assertThatThrownBy(
            () -> items.put(List.of(OddItems.plain("3", "Three"), word), CatalogSchema.of(word)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'2'", "'year'", "number", "keyword");
    assertThat(changesAfter(-1)).containsExactly(new Change(0, "1", number));
    assertThat(items.version()).isEqualTo(1);
  }

  @Test
  void aTransactionThatFailsLeavesNothing() {
    put(OddItems.plain("a", "A"));
    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      handle.execute("UPDATE item SET body = NULL");
                      handle.execute("UPDATE counter SET value = 99");
                      throw new IllegalStateException("power cut");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("power cut");
    assertThat(items.version()).isEqualTo(1);
    assertThat(changesAfter(-1)).containsExactly(new Change(0, "a", OddItems.plain("a", "A")));
    assertThat(put(OddItems.plain("b", "B")).version()).as("the store goes on").isEqualTo(2);
  }

  @Test
  void abortedStatementsBecomeStoreExceptionsAndAreUndone() {
    put(OddItems.plain("a", "A"));
    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      handle.execute("UPDATE item SET body = NULL");
                      return handle.execute(
                          "INSERT INTO item (ordinal, id, change) VALUES (9, 'a', 9)");
                    }))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("the store could not be written: ");
    assertThat(changesAfter(-1)).containsExactly(new Change(0, "a", OddItems.plain("a", "A")));
  }

  private Written put(Item... given) {
    return items.put(List.of(given), CatalogSchema.empty());
  }

  private List<Change> changesAfter(long version) {
    List<Change> changes = new ArrayList<>();
    items.changesAfter(version, changes::add);
    return changes;
  }
}
