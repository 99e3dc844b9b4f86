package dev.drago.store;

import static dev.drago.store.InteractionRepository.Outcome.DUPLICATE;
import static dev.drago.store.InteractionRepository.Outcome.STORED;
import static dev.drago.store.InteractionRepository.Outcome.UNKNOWN_ITEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.interaction.Interaction;
import dev.drago.store.InteractionRepository.Size;
import dev.drago.store.InteractionRepository.Stored;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Twenty items with the ids "0" to "19", each at the ordinal of its id. */
@ParameterizedClass
@EnumSource(TestStore.class)
class InteractionRepositoryTest {

  private final TestStore store;

  @TempDir Path folder;

  private Database database;
  private InteractionRepository log;

  InteractionRepositoryTest(TestStore store) {
    this.store = store;
  }

  @BeforeEach
  void open() {
    database = Database.open(store.fresh(folder));
    log = new InteractionRepository(database);
    List<Item> items =
        IntStream.range(0, 20).mapToObj(i -> OddItems.plain("" + i, "Item " + i)).toList();
    new ItemRepository(database).put(items, CatalogSchema.empty());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aHistoryIsInOrderOfTimeThenArrivalWithUnknownTimesFirst() {
    log.append(List.of(at(5, 300), at(3, 100), untimed(8), at(4, 100), at(0, -1_000), untimed(7)));
    assertThat(log.history("u", 100)).containsExactly(8, 7, 0, 3, 4, 5);
  }

  @Test
  void aLimitedHistoryHoldsTheNewest() {
    log.append(List.of(at(1, 30), at(2, 20), untimed(3), at(4, 10)));
    assertThat(log.history("u", 2)).containsExactly(2, 1);
    assertThat(log.history("u", 0)).isEmpty();
    assertThat(log.history("nobody", 2)).isEmpty();
  }

  @Test
  void theSameEventIdCountsOnceAlsoWithinOneCallAndOfAnotherUser() {
    Interaction first = event("u", "1", "e-1");
    assertThat(log.append(List.of(first, first, event("u", "2", "e-2"))))
        .containsExactly(STORED, DUPLICATE, STORED);
    assertThat(log.append(List.of(event("v", "3", "e-1"), event("u", "1", "e-3"))))
        .containsExactly(DUPLICATE, STORED);
    assertThat(log.history("u", 9)).containsExactly(1, 2, 1);
    assertThat(log.size()).isEqualTo(new Size(3, 1));
  }

  @Test
  void anInteractionWithAnItemThatDoesNotExistOrExistsNoMoreIsNotStored() {
    new ItemRepository(database).delete(List.of("4"));
    assertThat(log.append(List.of(with("99"), with("4"), with("5"))))
        .containsExactly(UNKNOWN_ITEM, UNKNOWN_ITEM, STORED);
    assertThat(log.history("u", 9)).containsExactly(5);
  }

  @Test
  void aUserOfWhomNothingIsStoredIsNone() {
    log.append(List.of(with("99")));
    log.append(List.of(event("u", "1", "e-1")));
    log.append(List.of(event("thief", "1", "e-1")));
    assertThat(log.size()).isEqualTo(new Size(1, 1));
  }

  @Test
  void whatIsKeptOfADeletedItemIsItsHistory() {
    log.append(List.of(with("4"), with("5")));
    new ItemRepository(database).delete(List.of("4"));
    assertThat(log.history("u", 9)).containsExactly(4, 5);
    assertThat(log.page("u", InteractionOrder.ARRIVAL, 0, 9))
        .extracting(s -> s.interaction().itemId())
        .containsExactly("4", "5");
  }

  @Test
  void importingAgainAddsOnlyWhatIsNew() {
    List<Interaction> file =
        List.of(at(1, 10), at(1, 10), at(1, 20), untimed(2), at(3, 30), of("v", "1", 10L));
    assertThat(log.append(file, log.newestUser())).containsOnly(STORED);
    List<Interaction> grown = new ArrayList<>(file);
    grown.add(at(1, 30)); // another time
    grown.add(at(4, 30)); // another item
    grown.add(of("w", "1", 10L)); // another user
    grown.add(
        new Interaction("u", "1", "like", Optional.empty(), time(10L), Optional.empty())); // type
    assertThat(log.append(grown, log.newestUser()))
        .containsExactly(
            DUPLICATE, DUPLICATE, DUPLICATE, DUPLICATE, DUPLICATE, DUPLICATE, STORED, STORED,
            STORED, STORED);
    assertThat(log.size()).isEqualTo(new Size(10, 3));
    assertThat(log.append(grown, log.newestUser())).containsOnly(DUPLICATE);
  }

  @Test
  void valuesTimesAndEventIdsComeBackAsTheyWere() {
    List<Interaction> given =
        List.of(
            full(4.5, Instant.ofEpochMilli(1_234_567_890_123L), "é👩‍🚀'--"),
            full(0.0, Instant.EPOCH, "%"),
            full(-1e300, Instant.parse("1969-07-20T20:17:40.001Z"), "x".repeat(200)),
            Interaction.of("u'\"", "2"));
    log.append(given);
    assertThat(log.page("u'\"", InteractionOrder.ARRIVAL, 0, 9))
        .extracting(Stored::interaction)
        .isEqualTo(given);
  }

  @Test
  void pagesCoverAUsersInteractionsOnceInOrderOfArrival() {
    for (int i = 0; i < 17; i++) {
      log.append(List.of(of("u", "" + i, 1_000L - i), of("other", "0", null)));
    }
    List<String> seen = new ArrayList<>();
    long cursor = 0;
    for (List<Stored> page = log.page("u", InteractionOrder.ARRIVAL, cursor, 5);
        !page.isEmpty();
        page = log.page("u", InteractionOrder.ARRIVAL, cursor, 5)) {
      page.forEach(stored -> seen.add(stored.interaction().itemId()));
      cursor = page.getLast().arrival();
    }
    assertThat(seen).isEqualTo(IntStream.range(0, 17).mapToObj(i -> "" + i).toList());
  }

  @Test
  void pagesByTimeCoverAUsersInteractionsOnceAndAreTheHistory() {
    log.append(List.of(at(5, 300), at(3, 100), untimed(8), at(4, 100), at(0, -1_000), untimed(7)));
    log.append(List.of(of("other", "9", 200L)));
    for (int limit = 1; limit < 8; limit++) {
      List<Integer> oldest = paged(InteractionOrder.OLDEST, limit);
      assertThat(oldest).containsExactly(8, 7, 0, 3, 4, 5);
      assertThat(paged(InteractionOrder.NEWEST, limit)).isEqualTo(oldest.reversed());
    }
    assertThat(log.page("nobody", InteractionOrder.NEWEST, -1, 9)).isEmpty();
  }

  private List<Integer> paged(InteractionOrder order, int limit) {
    List<Integer> seen = new ArrayList<>();
    for (List<Stored> page = log.page("u", order, -1, limit);
        !page.isEmpty();
        page = log.page("u", order, page.getLast().arrival(), limit)) {
      page.forEach(stored -> seen.add(Integer.valueOf(stored.interaction().itemId())));
    }
    return seen;
  }

  @Test
  void countsAreByOrdinalAndCutOrFilledToTheSizeAskedFor() {
    log.append(
        List.of(with("1"), with("1"), with("3"), event("u", "3", "e"), event("u", "3", "e")));
    assertThat(log.counts(5)).containsExactly(0, 2, 0, 2, 0);
    assertThat(log.counts(3)).containsExactly(0, 2, 0);
    assertThat(log.counts(0)).isEmpty();
  }

  @Test
  void theNewestTimeIsThatOfTheYoungestEventThatHasOne() {
    assertThat(log.newestTime()).isEmpty();
    log.append(List.of(untimed(1)));
    assertThat(log.newestTime()).isEmpty();
    log.append(List.of(at(1, 10), at(3, -20), untimed(4)));
    assertThat(log.newestTime()).hasValue(10);
  }

  @Test
  void forEachHistoryGivesEveryUserOnceWithTheirHistory() {
    log.append(
        List.of(of("b", "1", 30L), of("a", "2", 20L), of("b", "3", 10L), of("c", "9", null)));
    log.append(List.of(of("a", "4", null), of("b", "5", 20L)));
    Map<String, List<Integer>> histories = new LinkedHashMap<>();
    log.forEachHistory(
        (user, items) ->
            assertThat(histories.put(user, IntStream.of(items).boxed().toList())).isNull());
    assertThat(histories)
        .containsExactly(
            Map.entry("b", List.of(3, 5, 1)),
            Map.entry("a", List.of(4, 2)),
            Map.entry("c", List.of(9)));
    histories.forEach(
        (user, items) ->
            assertThat(IntStream.of(log.history(user, 100)).boxed().toList()).isEqualTo(items));
  }

  @Test
  void aCallThatFailsInTheMiddleStoresNothingOfIt() {
    String fault =
        switch (store) {
          case SQLITE ->
              "CREATE TRIGGER full_disk BEFORE INSERT ON interaction WHEN NEW.item = 2"
                  + " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";
          case POSTGRESQL ->
              "ALTER TABLE interaction ADD CONSTRAINT \"the disk is full\" CHECK (item <> 2)";
        };
    database.write(handle -> handle.execute(fault));
    assertThatThrownBy(() -> log.append(List.of(with("1"), of("v", "1", null), with("2"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the disk is full");
    assertThat(log.size()).isEqualTo(new Size(0, 0));
    assertThat(log.counts(3)).containsOnly(0);
    assertThat(log.append(List.of(with("1")))).containsExactly(STORED);
    assertThatThrownBy(() -> log.append(List.of(with("2")), RequestKey.of("k", "first")))
        .isInstanceOf(StoreException.class);
    assertThat(log.append(List.of(with("1")), RequestKey.of("k", "second")))
        .as("the key of a request that was not stored is free")
        .containsExactly(STORED);
    assertThatThrownBy(() -> log.append(List.of(with("3")), RequestKey.of("k", "third")))
        .isInstanceOf(ReusedKeyException.class);
    assertThat(log.size()).isEqualTo(new Size(2, 1));
  }

  @Test
  void aTimeBeyondWhatTheStoreCanKeepIsNoTimeOfAnInteraction() {
    assertThat(log.append(List.of(at(1, Long.MAX_VALUE), at(2, Long.MIN_VALUE))))
        .containsOnly(STORED);
    assertThat(log.history("u", 9)).containsExactly(2, 1);
    for (Instant beyond : List.of(Instant.MAX, Instant.MIN)) {
      assertThatThrownBy(
              () ->
                  new Interaction("u", "2", "view", Optional.empty(), Optional.of(beyond), none()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(beyond.toString());
    }
  }

  private static Interaction full(double value, Instant at, String event) {
    return new Interaction(
        "u'\"", "1", "rating", Optional.of(value), Optional.of(at), Optional.of(event));
  }

  private static Interaction with(String item) {
    return Interaction.of("u", item);
  }

  private static Interaction untimed(int item) {
    return with("" + item);
  }

  private static Interaction at(int item, long millis) {
    return of("u", "" + item, millis);
  }

  private static Interaction of(String user, String item, @Nullable Long millis) {
    return new Interaction(user, item, "view", Optional.empty(), time(millis), none());
  }

  private static Interaction event(String user, String item, String event) {
    return new Interaction(
        user, item, "view", Optional.empty(), Optional.empty(), Optional.of(event));
  }

  private static Optional<Instant> time(@Nullable Long millis) {
    return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
  }

  private static Optional<String> none() {
    return Optional.empty();
  }
}
